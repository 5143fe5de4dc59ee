// T31 for the format of our own, and T47: files that somebody made to do harm, and data of other versions.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { LocalHistory } from '../../../main/workspace/files/local-history.ts';
import { readContent } from '../../../main/workspace/item-files.ts';
import { DraftStore } from '../../../main/workspace/draft-store.ts';
import { RunHistory } from '../../../main/workspace/runs/run-history.ts';
import { SecretVault } from '../../../main/workspace/secrets/secret-vault.ts';
import { FileGrants } from '../../../main/workspace/variables/file-grants.ts';
import { GlobalVariables } from '../../../main/workspace/variables/global-variables.ts';
import { seeded } from '../../support/random-request.ts';
import { makeFolder, openWorkspace, petStore } from '../../support/workspace-folder.ts';

const FILES = 200;
const FILE_MS_MAX = 10_000;
const VALID = 'info:\n  name: R\n  type: http\nhttp:\n  method: GET\n  url: x\n';

/** Pieces of files that YAML readers have fallen over. */
const PIECES: readonly string[] = [
  `a: &a ["x","x","x","x","x","x","x","x","x"]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d]\n`,
  `deep: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`,
  `deep: ${'{a: '.repeat(5_000)}1${'}'.repeat(5_000)}\n`,
  '__proto__:\n  polluted: yes\nconstructor:\n  prototype:\n    polluted: yes\n',
  'info: &loop\n  self: *loop\n',
  '? {complex: [key]}\n: value\n',
  '!!js/function "function () { throw 1 }"\n',
  'http: !<tag:yaml.org,2002:python/object/apply:os.system> ["id"]\n',
  '%YAML 9.9\n---\na: 1\n',
  '--- a\n--- b\n--- c\n',
  `headers: ${'- x\n'.repeat(20_000)}`,
  `text: "${'\\x00'.repeat(1_000)}"\n`,
  'http:\n  url: 7\n  method: [GET]\n  headers: {a: b}\n  params: null\n  body: 1\n  auth: []\n',
  'info: null\nhttp: null\nruntime: null\nsettings: 4\nexamples: x\n',
  '<<: {a: 1}\n<<: *missing\n',
  'merge:\n  <<: [1, 2]\n',
  `long: ${'x'.repeat(1_000_000)}\n`,
  '\t- tab\n',
  '\ufeffinfo:\n  name: BOM\nhttp:\n  url: x\n',
  'seq: 1e400\ntimeout: .nan\n',
];

test(`T31: ${FILES} hostile files each end in a value or an error with a reason, in time, and change nothing`, () => {
  const random = seeded(31);
  const pick = (): string => PIECES[Math.floor(random() * PIECES.length)] ?? '';
  const places = ['R.yml', 'folder.yml', 'opencollection.yml', 'environments/E.yml'];
  let refused = 0;
  for (let number = 0; number < FILES; number++) {
    const alone = PIECES[number] ?? null;
    const text = alone ?? (random() < 0.5 ? VALID + pick() : pick() + pick() + VALID);
    const cut =
      alone === null && random() < 0.3 ? text.slice(0, Math.floor(random() * text.length)) : text;
    const startedMs = performance.now();
    const content = readContent(places[number % places.length] ?? '', Buffer.from(cut));
    expect(performance.now() - startedMs).toBeLessThan(FILE_MS_MAX);
    if (content.kind !== 'text') continue;
    refused++;
    if (content.error !== null) expect(content.error.detail).not.toBe('');
  }
  expect(refused).toBeGreaterThan(50);
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
  console.info(`T31: ${FILES} hostile files, ${refused} refused`);
}, 60_000);

test('T47: local data of a version to come, or that is damaged, is put aside or refused, never written over', async () => {
  await using data = await makeFolder({});
  const damaged = '{"version": 99, "half": ';
  const files = ['secrets.json', 'grants.json', 'globals.json', 'runs.jsonl', 'change.json'];
  for (const name of files) await writeFile(data.at(name), damaged);
  const keyring = { getProblem: () => null, encrypt: Buffer.from, decrypt: String };
  const vault = new SecretVault(data.at('secrets.json'), keyring);
  await vault.set('k', 'v');
  await new FileGrants(data.at('grants.json'))
    .set(data.path, 'grants.json', true)
    .catch(() => undefined);
  const globals = new GlobalVariables(data.at('globals.json'));
  await globals.read();
  await globals.write([]);
  for (const name of ['secrets.json', 'grants.json', 'globals.json']) {
    expect(await readFile(data.at(`${name}.bad`), 'utf8')).toBe(damaged);
  }
  // A list that grows keeps what it does not understand.
  await new RunHistory(data.at('runs.jsonl')).list();
  expect(await readFile(data.at('runs.jsonl'), 'utf8')).toBe(damaged);
});

test('T47: a change that another version wrote down is not undone by guess', async () => {
  await using folder = await makeFolder(petStore('http://x'));
  await openWorkspace(folder.path);
  const journal = JSON.stringify({ version: 2, steps: [{ kind: 'make-folder', path: 'Pets' }] });
  await writeFile(`${folder.path}.local/change.json`, journal);
  await openWorkspace(folder.path);
  expect(await readdir(folder.at('Pets'))).toContain('Get pet.yml');
  expect(await readFile(`${folder.path}.local/change.json.bad`, 'utf8')).toBe(journal);
});

test('T47: a file of a version to come is shown as such and not edited', async () => {
  const text = 'opencollection: 2.0.0\ninfo:\n  name: Later\n';
  await using folder = await makeFolder({ 'opencollection.yml': text });
  const workspace = await openWorkspace(folder.path);
  const read = await workspace.read(null);
  expect(read).toMatchObject({
    value: { content: { kind: 'text', text, error: { problem: 'future-version' } } },
  });
  const collection = {
    name: 'Now',
    seq: null,
    headers: [],
    auth: { kind: 'none' as const },
    variables: [],
    docs: '',
    formatVersion: '1.0.0',
  };
  expect(await workspace.save(null, 'overwrite', { kind: 'collection', collection })).toMatchObject(
    {
      ok: false,
    },
  );
  expect(await readFile(folder.at('opencollection.yml'), 'utf8')).toBe(text);
});

test('T45: drafts are one file each, and one that is damaged takes no other along', async () => {
  await using data = await makeFolder({});
  const { createStoredRequest } = await import('../../../shared/model/workspace/stored-request.ts');
  const drafts = new DraftStore(data.at('drafts'));
  for (const draftKey of ['a', 'b']) {
    await drafts.save({
      draftKey,
      path: null,
      version: null,
      change: { kind: 'request', request: createStoredRequest(draftKey) },
    });
  }
  const [first = ''] = await readdir(data.at('drafts'));
  await writeFile(data.at(`drafts/${first}`), '{"draftKey":');
  expect(await new DraftStore(data.at('drafts')).list()).toHaveLength(1);
});

test('T46: local history drops nothing that is young, and says nothing is there only when nothing is', async () => {
  await using data = await makeFolder({});
  const history = new LocalHistory(data.at('history'));
  await history.keep('a.yml', 'deleted', Buffer.from('x'));
  expect(await history.prune(Date.now() + 1)).toBe(1);
  // A list that cannot be read is an error, not an empty list.
  const broken = new LocalHistory(data.at('history/versions.jsonl'));
  await expect(broken.list(null)).rejects.toThrow();
});
