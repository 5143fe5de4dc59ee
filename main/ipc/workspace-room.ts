import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RecentWorkspace, WorkspaceState } from '../../shared/ipc/workspace-contract.ts';
import type { ItemId } from '../../shared/model/workspace/tree.ts';
import { toFileName } from '../workspace/files/file-names.ts';
import { FolderRoot, ifAbsent } from '../workspace/files/folder-root.ts';
import { LocalHistory } from '../workspace/files/local-history.ts';
import { COLLECTION_FILE } from '../workspace/files/scan-folder.ts';
import { removeTemporaries, writeAtomically } from '../workspace/files/write-atomically.ts';
import { DraftStore } from '../workspace/draft-store.ts';
import { writeSample } from '../workspace/sample.ts';
import { watchFolder } from '../workspace/watch-folder.ts';
import type { FolderWatch } from '../workspace/watch-folder.ts';
import { Workspace } from '../workspace/workspace.ts';

const RECENTS_MAX = 10;

/** A workspace that is open, with what belongs to it in the local data folder. */
export interface OpenWorkspace {
  readonly workspace: Workspace;
  readonly drafts: DraftStore;
  readonly history: LocalHistory;
  readonly watch: FolderWatch;
}

/** The one open workspace of the program, and the list of those that were open before. */
export class WorkspaceRoom {
  readonly #folder: string;
  readonly #onChange: (revision: number | null) => void;
  #open: Promise<OpenWorkspace | null> | null = null;
  #revision = 0;
  #environmentPath: string | null = null;
  #scanning: Promise<void> = Promise.resolve();
  /** Edits and tabs while no workspace is open. */
  readonly looseDrafts: DraftStore;

  /** `folder` in the local data; `onChange` tells that something is listed otherwise. */
  constructor(folder: string, onChange: (revision: number | null) => void) {
    this.#folder = folder;
    this.looseDrafts = new DraftStore(join(folder, 'unsaved'));
    this.#onChange = onChange;
  }

  /** The open workspace; with the first call the one that was open last. */
  current(): Promise<OpenWorkspace | null> {
    this.#open ??= this.#openLast();
    return this.#open;
  }

  async getState(): Promise<WorkspaceState | null> {
    const open = await this.current();
    if (open === null) return null;
    const { workspace, watch } = open;
    const { listing } = workspace;
    const { problem } = watch;
    const selected = listing.environments.find(
      ({ environmentId }) => workspace.getPath(environmentId) === this.#environmentPath,
    );
    return {
      revision: this.#revision,
      ...listing,
      path: workspace.root.path,
      selectedEnvironmentId: selected?.environmentId ?? null,
      notices: [
        ...listing.notices,
        ...(problem === null ? [] : [{ kind: 'watching-by-poll' as const, detail: problem }]),
      ],
    };
  }

  /** Name of the selected environment, null for none. */
  async getEnvironment(): Promise<string | null> {
    const open = await this.current();
    const path = this.#environmentPath;
    if (open === null || path === null) return null;
    const environments = open.workspace.listing.environments;
    const found = environments.find((each) => open.workspace.getPath(each.environmentId) === path);
    return found?.name ?? null;
  }

  /** Opens a folder in place of the one that is open. Rejects if it cannot be read. */
  async open(folder: string): Promise<void> {
    const next = await this.#openFolder(folder);
    await this.close();
    this.#open = Promise.resolve(next);
    this.#environmentPath = (await next.drafts.readSession()).environment;
    await this.#remember(next.workspace);
    this.#tell();
  }

  /** Makes a workspace: in the folder itself where it is empty, else in a new one of that name. */
  async create(folder: string, name: string, isSample: boolean): Promise<void> {
    const isEmpty = (await readdir(folder)).length === 0;
    const place = isEmpty ? folder : join(folder, toFileName(name));
    if (!isEmpty) await mkdir(place, { mode: 0o755 });
    await this.open(place);
    const open = await this.current();
    if (open === null) return;
    const saved = await open.workspace.save(null, null, {
      kind: 'collection',
      collection: {
        name,
        seq: null,
        headers: [],
        auth: { kind: 'none' },
        variables: [],
        docs: '',
        formatVersion: '1.0.0',
      },
    });
    if (!saved.ok) throw new Error(`${COLLECTION_FILE} was not written: ${saved.error.kind}`);
    if (isSample) await writeSample(open.workspace);
    await this.#remember(open.workspace);
    this.#tell();
  }

  async close(): Promise<void> {
    const open = await (this.#open ?? Promise.resolve(null));
    this.#open = Promise.resolve(null);
    this.#environmentPath = null;
    await open?.watch.close();
    this.#tell();
  }

  async selectEnvironment(environmentId: ItemId | null): Promise<void> {
    const open = await this.current();
    if (open === null) return;
    this.#environmentPath = environmentId === null ? null : open.workspace.getPath(environmentId);
    const session = await open.drafts.readSession();
    await open.drafts.writeSession({ ...session, environment: this.#environmentPath });
    this.#tell();
  }

  /** The path of the selected environment, to be kept with the session. */
  get environmentPath(): string | null {
    return this.#environmentPath;
  }

  /** Looks through the folder again, and tells where something is listed otherwise. */
  rescan(): Promise<void> {
    this.#scanning = this.#scanning
      .then(async () => {
        const open = await this.current();
        if (open === null) return;
        await open.workspace.scan();
        this.#tell();
        this.#verify(open.workspace);
      })
      .catch((cause: unknown) => console.error('The workspace was not looked through:', cause));
    return this.#scanning;
  }

  async listRecents(): Promise<readonly RecentWorkspace[]> {
    const text = await readFile(this.#recentsFile, 'utf8').catch(ifAbsent('[]'));
    try {
      const recents = JSON.parse(text) as readonly RecentWorkspace[];
      return recents.filter((recent) => typeof recent.path === 'string').slice(0, RECENTS_MAX);
    } catch {
      return [];
    }
  }

  get #recentsFile(): string {
    return join(this.#folder, 'recent.json');
  }

  #tell(): void {
    this.#revision++;
    this.#onChange(this.#revision);
  }

  /** What only whole files tell is listed when it is found; nobody waits for it. */
  #verify(workspace: Workspace): void {
    workspace.verify().then(
      (hasFound) => {
        if (hasFound) this.#tell();
      },
      (cause: unknown) => console.error('The workspace was not read in full:', cause),
    );
  }

  async #openLast(): Promise<OpenWorkspace | null> {
    const [last] = await this.listRecents();
    if (last === undefined) return null;
    try {
      const open = await this.#openFolder(last.path);
      this.#environmentPath = (await open.drafts.readSession()).environment;
      return open;
    } catch {
      // The folder is gone, or on a disk that is not there; the list of recent ones still has it.
      return null;
    }
  }

  async #openFolder(folder: string): Promise<OpenWorkspace> {
    // By the real path, so that a link to the folder finds the same drafts and history.
    const root = await FolderRoot.open(folder);
    const key = createHash('sha256').update(root.path).digest('hex').slice(0, 32);
    const data = join(this.#folder, key);
    await mkdir(data, { recursive: true, mode: 0o700 });
    await Promise.all([removeTemporaries(this.#folder), removeTemporaries(data)]);
    const history = new LocalHistory(join(data, 'history'));
    const drafts = new DraftStore(join(data, 'drafts'));
    const journalFile = join(data, 'change.json');
    const workspace = await Workspace.open(root, { history, journalFile });
    this.#verify(workspace);
    await Promise.all([history.prune(Date.now()), drafts.clean()]);
    return {
      workspace,
      history,
      drafts,
      watch: watchFolder(workspace.root.path, () => void this.rescan()),
    };
  }

  async #remember({ root, listing }: Workspace): Promise<void> {
    const recentId = createHash('sha256').update(root.path).digest('hex').slice(0, 32);
    const recent = { recentId, name: listing.name || basename(root.path), path: root.path };
    const others = (await this.listRecents()).filter((each) => each.recentId !== recentId);
    const recents = [recent, ...others].slice(0, RECENTS_MAX);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeAtomically(this.#recentsFile, `${JSON.stringify(recents, null, 2)}\n`);
  }
}
