import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FolderRoot } from '../../main/workspace/files/folder-root.ts';
import { LocalHistory } from '../../main/workspace/files/local-history.ts';
import { Workspace } from '../../main/workspace/workspace.ts';

export interface WorkspaceFolder extends AsyncDisposable {
  readonly path: string;
  /** Absolute path of a file in it. */
  readonly at: (path: string) => string;
  readonly write: (path: string, text: string) => Promise<void>;
}

/** Makes a folder with these files, by path; it goes with the scope. */
export async function makeFolder(
  files: Readonly<Record<string, string>>,
): Promise<WorkspaceFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'tideline-workspace-')));
  const at = (file: string): string => join(path, file);
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(at(file)), { recursive: true });
    await writeFile(at(file), text);
  };
  for (const [file, text] of Object.entries(files)) await write(file, text);
  return {
    path,
    at,
    write,
    [Symbol.asyncDispose]: async () => {
      await rm(path, { recursive: true, force: true });
      await rm(`${path}.local`, { recursive: true, force: true });
    },
  };
}

/** Opens a folder as the app does; its local data is beside it, and stays until the folder is made anew. */
export async function openWorkspace(folder: string): Promise<Workspace> {
  const data = `${folder}.local`;
  await mkdir(data, { recursive: true });
  const history = new LocalHistory(join(data, 'history'));
  const journalFile = join(data, 'change.json');
  const workspace = await Workspace.open(await FolderRoot.open(folder), { history, journalFile });
  await history.prune(Date.now());
  return workspace;
}

/** A small workspace in Bruno's layout. \`ORIGIN\` in the URLs stands for a server. */
export function petStore(origin: string): Readonly<Record<string, string>> {
  return {
    'opencollection.yml': `opencollection: 1.0.0
info:
  name: Pet store
request:
  headers:
    - name: X-Team
      value: pets
    - name: X-Level
      value: collection
  auth:
    type: bearer
    token: "{{token}}"
  variables:
    - name: store
      value: harbour
    - name: level
      value: collection
`,
    'Pets/folder.yml': `info:
  name: Pets and more
  type: folder
  seq: 1
request:
  headers:
    - name: x-level
      value: folder
  variables:
    - name: level
      value: folder
`,
    'Pets/Get pet.yml': `info:
  name: Get pet
  type: http
  seq: 1
http:
  method: GET
  url: "{{baseUrl}}/pets/:id?old=1"
  params:
    - name: id
      value: "{{petId}}"
      type: path
    - name: store
      value: "{{store}} & co"
      type: query
    - name: off
      value: x
      type: query
      disabled: true
  headers:
    - name: X-Seen
      value: "{{level}}"
  auth: inherit
runtime:
  variables:
    - name: petId
      value: 7/7
`,
    'Feed.yml': `info:
  name: Feed
  type: http
http:
  method: POST
  url: "{{baseUrl}}/feed"
  body:
    type: json
    data: '{"id":"{{$uuid}}","again":"{{$uuid}}"}'
  auth: none
`,
    'environments/Local.yml': `name: Local
variables:
  - name: baseUrl
    value: ${origin}
  - secret: true
    name: token
`,
    'environments/Staging.yml': `name: Staging
extends: Local
variables:
  - name: level
    value: staging
`,
  };
}
