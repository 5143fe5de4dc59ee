/**
 * Opens a workspace of many requests, told by arguments: `open-workspace.js REQUESTS`. Prints a line of JSON:
 * milliseconds until it is listed, and until every file of it was read in full.
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderRoot } from '../../main/workspace/files/folder-root.ts';
import { LocalHistory } from '../../main/workspace/files/local-history.ts';
import { writeContent } from '../../main/workspace/item-files.ts';
import { Workspace } from '../../main/workspace/workspace.ts';
import { createStoredRequest } from '../../shared/model/workspace/stored-request.ts';

const PER_FOLDER = 50;

/** Requests as people have them: a URL with variables, some fields, a body here and there. */
async function writeRequests(folder: string, count: number): Promise<void> {
  const field = { isEnabled: true, description: '' };
  for (let number = 0; number < count; number++) {
    const place = join(folder, `Folder ${Math.floor(number / PER_FOLDER)}`);
    if (number % PER_FOLDER === 0) {
      await mkdir(place);
      await writeFile(join(place, 'folder.yml'), `info:\n  name: Folder\n  type: folder\n`);
    }
    const request = {
      ...createStoredRequest(`Request ${number}`),
      seq: (number % PER_FOLDER) + 1,
      method: number % 3 === 0 ? 'POST' : 'GET',
      url: `{{baseUrl}}/v1/things/${number}?page={{page}}`,
      headers: [
        { ...field, name: 'Accept', value: 'text/event-stream' },
        { ...field, name: 'X-Request', value: '{{$uuid}}' },
      ],
      body:
        number % 3 === 0
          ? ({ kind: 'json', text: '{\n  "name": "Biscuit",\n  "state": "reserved"\n}' } as const)
          : ({ kind: 'none' } as const),
    };
    const text = writeContent({ kind: 'request', request }, null);
    if (!text.ok) throw new Error(text.error.detail);
    await writeFile(join(place, `Request ${number}.yml`), text.value);
  }
  await writeFile(
    join(folder, 'opencollection.yml'),
    'opencollection: 1.0.0\ninfo:\n  name: Many\n',
  );
}

const count = Number(process.argv[2] ?? '0');
const base = await realpath(await mkdtemp(join(tmpdir(), 'tideline-bench-')));
const folder = join(base, 'workspace');
await mkdir(folder);
await writeRequests(folder, count);
const startedMs = performance.now();
const workspace = await Workspace.open(await FolderRoot.open(folder), {
  history: new LocalHistory(join(base, 'history')),
  journalFile: join(base, 'change.json'),
});
const listedMs = performance.now() - startedMs;
const requests = workspace.listing.tree.filter(({ kind }) => kind === 'http').length;
const scanStartedMs = performance.now();
await workspace.scan();
const rescanMs = performance.now() - scanStartedMs;
await workspace.verify();
const verifiedMs = performance.now() - startedMs;
await rm(base, { recursive: true, force: true });
console.log(JSON.stringify({ requests, listedMs, rescanMs, verifiedMs }));
