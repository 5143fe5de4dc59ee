import { constants } from 'node:fs';
import { mkdir, open, readFile, readlink, realpath, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { GRANTED_FILE_BYTES_MAX } from '../../../shared/limits.ts';
import { ifAbsent } from '../files/folder-root.ts';
import { writeAtomically } from '../files/write-atomically.ts';

/** Leave to read a file for a workspace, by real paths: a link that is put there later is another file. */
interface Grant {
  readonly workspace: string;
  readonly file: string;
}

/**
 * Files that a workspace may have read although it only names them: a `.env`, or files outside of it that bodies
 * send. Each purpose has a store of its own: who lets a `.env` be read has not let it be sent. Kept in the local data
 * folder, never in the workspace, so that nobody can grant by a commit.
 */
export class FileGrants {
  readonly #path: string;
  #grants: readonly Grant[] | null = null;
  #changing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** `path` as the workspace writes it. Rejects if there is no such file. */
  async has(workspace: string, path: string): Promise<boolean> {
    const file = await realpath(resolve(workspace, path));
    return this.#isGranted(workspace, file);
  }

  /** Grants, or takes a grant back. Rejects if there is no such file, and with the system's error. */
  async set(workspace: string, path: string, isGranted: boolean): Promise<void> {
    const file = await realpath(resolve(workspace, path));
    await this.#change(workspace, [file], isGranted);
  }

  /** Real paths of what is granted. A store that cannot be read grants nothing. */
  async list(workspace: string): Promise<ReadonlySet<string>> {
    const grants = await this.#load().catch((): readonly Grant[] => []);
    return new Set(grants.filter((each) => each.workspace === workspace).map(({ file }) => file));
  }

  /** Grants files by their real paths. Rejects with the system's error. */
  async add(workspace: string, files: readonly string[]): Promise<void> {
    await this.#change(workspace, files, true);
  }

  /**
   * Text of a file that was granted; null: it is not granted, or not there. What is read is the very file of
   * the grant: it is asked for again on the open file. Rejects for anything but an ordinary file of at most
   * `GRANTED_FILE_BYTES_MAX`.
   */
  async read(workspace: string, path: string): Promise<string | null> {
    const file = await realpath(resolve(workspace, path)).catch(ifAbsent(null));
    if (file === null || !(await this.#isGranted(workspace, file))) return null;
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const handle = await open(file, flags);
    try {
      const info = await handle.stat();
      if (!info.isFile()) throw new Error(`${path} is no ordinary file`);
      if (info.size > GRANTED_FILE_BYTES_MAX) throw new Error(`${path} is too large`);
      if (process.platform === 'linux') {
        const real = await readlink(`/proc/self/fd/${handle.fd}`);
        if (real !== file) throw new Error(`${path} is another file than the one that was allowed`);
      }
      return (await handle.readFile()).toString('utf8');
    } finally {
      await handle.close();
    }
  }

  async #isGranted(workspace: string, file: string): Promise<boolean> {
    const grants = await this.#load();
    return grants.some((each) => each.workspace === workspace && each.file === file);
  }

  /** One change after the other, each from what the one before left. */
  #change(workspace: string, files: readonly string[], isGranted: boolean): Promise<void> {
    this.#changing = this.#changing
      .catch(() => undefined)
      .then(async () => {
        const others = (await this.#load()).filter(
          (each) => each.workspace !== workspace || !files.includes(each.file),
        );
        const grants = isGranted
          ? [...others, ...[...new Set(files)].map((file) => ({ workspace, file }))]
          : others;
        await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
        await writeAtomically(this.#path, `${JSON.stringify({ version: 1, grants }, null, 2)}\n`);
        this.#grants = grants;
      });
    return this.#changing;
  }

  /** A damaged file grants nothing, and is put aside. */
  async #load(): Promise<readonly Grant[]> {
    if (this.#grants !== null) return this.#grants;
    const text = await readFile(this.#path, 'utf8').catch(ifAbsent(null));
    const grants = text === null ? [] : parse(text);
    if (grants === null) await rename(this.#path, `${this.#path}.bad`);
    this.#grants = grants ?? [];
    return this.#grants;
  }
}

function parse(text: string): Grant[] | null {
  try {
    const { grants } = Object(JSON.parse(text)) as { grants?: unknown };
    if (!Array.isArray(grants)) return null;
    return grants.filter((grant: Partial<Grant>) => {
      return typeof grant?.workspace === 'string' && typeof grant.file === 'string';
    }) as Grant[];
  } catch {
    return null;
  }
}
