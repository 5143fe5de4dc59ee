import { safeStorage } from 'electron';
import type { Keyring } from '../workspace/secrets/secret-vault.ts';

/** The system's keyring. Linux without one would encrypt with a key that everybody knows; that counts as none. */
export const systemKeyring: Keyring = {
  getProblem: () => {
    if (!safeStorage.isEncryptionAvailable()) return 'This computer has no keyring that is open.';
    const isLinux = process.platform === 'linux';
    return isLinux && safeStorage.getSelectedStorageBackend() === 'basic_text'
      ? 'This computer has no keyring.'
      : null;
  },
  encrypt: (text) => safeStorage.encryptString(text),
  decrypt: (bytes) => safeStorage.decryptString(bytes),
};
