import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ItemChange } from '../../shared/model/workspace/item-content.ts';
import { ifAbsent } from './files/folder-root.ts';
import { removeTemporaries, writeAtomically } from './files/write-atomically.ts';

/** A draft as it is kept: an item is named by its path, which outlives the program. */
export interface KeptDraft {
  readonly draftKey: string;
  readonly path: string | null;
  readonly version: string | null;
  readonly change: ItemChange;
}

/** The tabs of a window as they are kept. */
export interface KeptSession {
  readonly tabs: readonly {
    readonly draftKey: string;
    readonly path: string | null;
    readonly isPreview: boolean;
    readonly isPinned: boolean;
  }[];
  readonly active: number;
  readonly collapsed: readonly string[];
  readonly environment: string | null;
}

export const EMPTY_SESSION: KeptSession = { tabs: [], active: 0, collapsed: [], environment: null };

/** Edits that are in no file yet, and the tabs they are in: in the local data folder, one file for each draft. */
export class DraftStore {
  readonly #folder: string;

  /** `folder` is the workspace's own in the local data folder; it need not exist. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Takes away what a crash left of drafts in the making. */
  clean(): Promise<void> {
    return removeTemporaries(this.#folder);
  }

  async list(): Promise<readonly KeptDraft[]> {
    const names = await readdir(this.#folder).catch(ifAbsent<string[]>([]));
    const drafts: KeptDraft[] = [];
    for (const name of names.filter((each) => /^[0-9a-f]{64}\.json$/.test(each))) {
      const text = await readFile(join(this.#folder, name), 'utf8').catch(ifAbsent(''));
      const draft = parse<KeptDraft>(text);
      if (typeof draft?.draftKey === 'string' && draft.change !== undefined) drafts.push(draft);
    }
    return drafts;
  }

  async save(draft: KeptDraft): Promise<void> {
    await this.#makeFolder();
    await writeAtomically(this.#placeOf(draft.draftKey), `${JSON.stringify(draft)}\n`);
  }

  async remove(draftKey: string): Promise<void> {
    await rm(this.#placeOf(draftKey), { force: true });
  }

  async readSession(): Promise<KeptSession> {
    const text = await readFile(join(this.#folder, 'session.json'), 'utf8').catch(ifAbsent(''));
    return { ...EMPTY_SESSION, ...parse<Partial<KeptSession>>(text) };
  }

  async writeSession(session: KeptSession): Promise<void> {
    await this.#makeFolder();
    await writeAtomically(join(this.#folder, 'session.json'), `${JSON.stringify(session)}\n`);
  }

  async #makeFolder(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
  }

  /** The key comes from the window, so that it names no file by itself. */
  #placeOf(draftKey: string): string {
    return join(this.#folder, `${createHash('sha256').update(draftKey).digest('hex')}.json`);
  }
}

function parse<T>(text: string): T | null {
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
