import { constants } from 'node:fs';
import { lstat, open, readlink, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { WORKSPACE_FILE_BYTES_MAX } from '../../../shared/limits.ts';
import type { FormatError } from '../../../shared/model/workspace/format-error.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';

/** Thrown for a path that leaves the folder, or that is no ordinary file. */
export class NotConfined extends Error {
  readonly code = 'ENOTCONFINED';
}

/**
 * A folder that nothing leaves. Every path given is relative to it, with `/`; a path with `..`, an absolute
 * one, one that passes a symbolic link to the outside, a pipe or a device is refused, and refused again on
 * the open file, so that a link put there in between does not help.
 */
export class FolderRoot {
  /** Real path of the folder. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Rejects if the folder does not exist or is no folder. */
  static async open(path: string): Promise<FolderRoot> {
    const real = await realpath(path);
    if (!(await lstat(real)).isDirectory()) throw new NotConfined(`${path} is no folder`);
    return new FolderRoot(real);
  }

  /** Absolute path of a place in the folder; throws for any other place. Looks at the text only. */
  toAbsolute(path: string): string {
    if (isAbsolute(path) || /^[a-z]:/i.test(path) || path.includes('\0')) {
      throw new NotConfined(`${path} is no path in the folder`);
    }
    const absolute = resolve(this.path, path);
    if (absolute !== this.path && !absolute.startsWith(this.path + sep)) {
      throw new NotConfined(`${path} leaves the folder`);
    }
    return absolute;
  }

  /** Path relative to the folder, with `/`. */
  toRelative(absolute: string): string {
    return relative(this.path, absolute).split(sep).join('/');
  }

  /** The real folder of a place, which has to be in here; rejects where a link leads out. */
  async confineParent(path: string): Promise<string> {
    const absolute = this.toAbsolute(path);
    const parent = await realpath(dirname(absolute));
    if (parent !== this.path && !parent.startsWith(this.path + sep)) {
      throw new NotConfined(`${path} leaves the folder through a link`);
    }
    return join(parent, basename(absolute));
  }

  /**
   * Bytes of an ordinary file of at most `WORKSPACE_FILE_BYTES_MAX`. Never waits for a pipe, never follows a link
   * out of the folder.
   */
  readFile(path: string): Promise<Buffer> {
    return this.#read(path, WORKSPACE_FILE_BYTES_MAX);
  }

  /**
   * The same for a file that was just listed in its folder, and found to be an ordinary one. Asks the system where
   * the open file is in place of looking at every folder on the way first, where the system can tell.
   */
  async readListed(path: string): Promise<Result<Buffer, FormatError>> {
    if (process.platform !== 'linux') return this.readBytes(path);
    return this.#toBytes(async () => {
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
      const handle = await open(this.toAbsolute(path), flags).catch((cause: unknown) => {
        // It became a link meanwhile, which is looked at the long way.
        if (hasCode(cause, 'ELOOP')) return null;
        throw withPath(cause, path);
      });
      if (handle === null) return this.readFile(path);
      return this.#readHandle(handle, path, WORKSPACE_FILE_BYTES_MAX);
    });
  }

  /** The same for a file of any size, such as one that is about to be deleted. */
  readWhole(path: string): Promise<Buffer> {
    return this.#read(path, Number.POSITIVE_INFINITY);
  }

  async #read(path: string, bytesMax: number): Promise<Buffer> {
    try {
      return await this.#readOpen(path, bytesMax);
    } catch (cause: unknown) {
      // Its class tells a file that is too large.
      throw cause instanceof FileTooLarge ? cause : withPath(cause, path);
    }
  }

  async #readOpen(path: string, bytesMax: number): Promise<Buffer> {
    const place = await this.confineParent(path);
    return this.#readHandle(await this.#openFile(place, path), path, bytesMax);
  }

  async #readHandle(handle: FileHandle, path: string, bytesMax: number): Promise<Buffer> {
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new NotConfined(`${path} is no ordinary file`);
      if (stat.size > bytesMax) throw new FileTooLarge(stat.size);
      await this.#assertInside(handle, path);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  }

  /** The same as text of a format: what cannot be read is an error with its reason. */
  readBytes(path: string): Promise<Result<Buffer, FormatError>> {
    return this.#toBytes(() => this.readFile(path));
  }

  async #toBytes(read: () => Promise<Buffer>): Promise<Result<Buffer, FormatError>> {
    try {
      return ok(await read());
    } catch (cause: unknown) {
      const problem = cause instanceof FileTooLarge ? 'too-large' : 'not-a-file';
      const detail = cause instanceof Error ? cause.message : String(cause);
      return fail({ kind: 'format-error', problem, line: null, column: null, detail });
    }
  }

  async #openFile(place: string, path: string): Promise<FileHandle> {
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    // Even to open a device may do something.
    await assertOrdinary(place, path);
    try {
      return await open(place, flags);
    } catch (cause: unknown) {
      if (!hasCode(cause, 'ELOOP')) throw cause;
      // A link to another file in the folder is followed, once it was looked at.
      const target = await realpath(place);
      if (!target.startsWith(this.path + sep))
        throw new NotConfined(`${path} is a link to the outside`);
      await assertOrdinary(target, path);
      return open(target, flags);
    }
  }

  /** Asks the system where the open file is; elsewhere than on Linux the checks before have to do. */
  async #assertInside(handle: FileHandle, path: string): Promise<void> {
    if (process.platform !== 'linux') return;
    const real = await readlink(`/proc/self/fd/${handle.fd}`);
    if (!real.startsWith(this.path + sep)) throw new NotConfined(`${path} leaves the folder`);
  }
}

async function assertOrdinary(place: string, path: string): Promise<void> {
  const info = await lstat(place);
  if (!info.isFile() && !info.isSymbolicLink()) {
    throw new NotConfined(`${path} is no ordinary file`);
  }
}

/** Thrown for a file that is larger than any request. */
class FileTooLarge extends Error {
  constructor(sizeBytes: number) {
    super(`${sizeBytes} bytes; at most ${WORKSPACE_FILE_BYTES_MAX} are read`);
  }
}

export function hasCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}

/** For `catch`: absent is a value; anything else goes on being an error, so that nothing passes for empty. */
export function ifAbsent<T>(value: T): (cause: unknown) => T {
  return (cause) => {
    if (!hasCode(cause, 'ENOENT')) throw cause;
    return value;
  };
}

/** The same error with a path in its text: the system does not name the file of an open handle. */
export function withPath(cause: unknown, path: string): unknown {
  if (!(cause instanceof Error) || cause.message.includes(path)) return cause;
  const code = 'code' in cause ? cause.code : undefined;
  return Object.assign(new Error(`${path}: ${cause.message}`, { cause }), { code });
}
