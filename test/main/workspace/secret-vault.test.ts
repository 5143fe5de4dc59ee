import { readFile, stat } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { SecretVault, toSecretKey } from '../../../main/workspace/secrets/secret-vault.ts';
import type { Keyring } from '../../../main/workspace/secrets/secret-vault.ts';
import { makeFolder } from '../../support/workspace-folder.ts';

const SECRET = 'canary-4711';
const KEY = toSecretKey('/w', 'environment:Local', 'token');

/** Turns the bytes over, so that the text is not in the file. */
const keyring: Keyring = {
  getProblem: () => null,
  encrypt: (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0xff)),
  decrypt: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString(),
};
const noKeyring: Keyring = { ...keyring, getProblem: () => 'This computer has no keyring.' };

describe('the vault', () => {
  test('keeps values with the keyring, in a file of the user alone', async () => {
    await using folder = await makeFolder({});
    const path = folder.at('secrets.json');
    const vault = new SecretVault(path, keyring);
    await vault.set(KEY, SECRET);
    await vault.addOrigin(KEY, 'https://a.test');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const again = new SecretVault(path, keyring);
    await again.load();
    expect([again.get(KEY), again.getOrigins(KEY)]).toEqual([SECRET, ['https://a.test']]);
    await again.set(KEY, null);
    expect(again.getOrigins(KEY)).toEqual([]);
  });

  test('T69: without a keyring nothing is written as if it were encrypted', async () => {
    await using folder = await makeFolder({});
    const path = folder.at('secrets.json');
    const vault = new SecretVault(path, noKeyring);
    expect(await vault.getState()).toEqual({
      kind: 'none',
      reason: 'This computer has no keyring.',
    });
    await expect(vault.set(KEY, SECRET)).rejects.toThrow();
    await expect(stat(path)).rejects.toThrow();
    vault.useSession();
    await vault.set(KEY, SECRET);
    expect(vault.get(KEY)).toBe(SECRET);
    await expect(stat(path)).rejects.toThrow();
  });

  test('secrets follow to another place while they are locked, and in a session', async () => {
    await using folder = await makeFolder({});
    const path = folder.at('secrets.json');
    const first = new SecretVault(path, noKeyring);
    await first.unlock('correct horse');
    await first.set(KEY, SECRET);
    await first.addOrigin(KEY, 'https://a.test');
    const move = { from: 'environment:Local', to: 'environment:Dev', kind: 'move' } as const;
    const locked = new SecretVault(path, noKeyring);
    await locked.movePlaces('/w', [move]);
    const session = new SecretVault(path, noKeyring);
    session.useSession();
    await session.movePlaces('/w', [{ ...move, from: 'environment:Dev', to: 'environment:Test' }]);
    const again = new SecretVault(path, noKeyring);
    await again.unlock('correct horse');
    const moved = toSecretKey('/w', 'environment:Test', 'token');
    expect([again.get(moved), again.getOrigins(moved)]).toEqual([SECRET, ['https://a.test']]);
    expect([again.get(KEY), again.getOrigins(KEY)]).toEqual([undefined, []]);
  });

  test('T69: a passphrase opens it, and a wrong one does not', async () => {
    await using folder = await makeFolder({});
    const path = folder.at('secrets.json');
    const vault = new SecretVault(path, noKeyring);
    expect(await vault.unlock('correct horse')).toBe(true);
    await vault.set(KEY, SECRET);
    const text = await readFile(path, 'utf8');
    for (const form of [SECRET, Buffer.from(SECRET).toString('base64'), 'correct horse']) {
      expect(text).not.toContain(form);
    }
    const again = new SecretVault(path, noKeyring);
    expect(await again.getState()).toEqual({ kind: 'locked' });
    expect(again.get(KEY)).toBeUndefined();
    expect(await again.unlock('wrong')).toBe(false);
    expect(await again.unlock('correct horse')).toBe(true);
    expect(again.get(KEY)).toBe(SECRET);
  });

  test('whoever asks while the file is being read gets the answer of the file', async () => {
    await using folder = await makeFolder({});
    const path = folder.at('secrets.json');
    await new SecretVault(path, noKeyring).unlock('correct horse');
    const vault = new SecretVault(path, noKeyring);
    const states = await Promise.all([vault.getState(), vault.getState(), vault.getState()]);
    expect(states.map(({ kind }) => kind)).toEqual(['locked', 'locked', 'locked']);
  });
});
