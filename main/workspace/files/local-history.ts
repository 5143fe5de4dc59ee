import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptVersion } from '../../../shared/ipc/workspace-contract.ts';
import { HISTORY_AGE_MS, HISTORY_BYTES_MAX } from '../../../shared/limits.ts';
import { ifAbsent } from './folder-root.ts';
import { hashOf } from './save-file.ts';
import { syncFolder } from './sync-folder.ts';
import { removeTemporaries, writeAtomically } from './write-atomically.ts';

interface VersionLine extends KeptVersion {
  /** Names the bytes; the same bytes are kept once. */
  readonly hash: string;
}

/**
 * Earlier versions of the files of one workspace, kept in the local data folder: an append-only list, and the
 * bytes by their hash. A version is on the disk before the file that it was is replaced.
 */
export class LocalHistory {
  readonly #folder: string;
  readonly #listFile: string;
  #versions: Promise<VersionLine[]> | null = null;
  #isListSynced = false;
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
    this.#listFile = join(folder, 'versions.jsonl');
  }

  /** Keeps bytes that are about to go. Rejects with the system's error; then they must not go. */
  keep(path: string, reason: KeptVersion['reason'], bytes: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      const hash = hashOf(bytes);
      const versions = await this.#load();
      const place = this.#placeOf(hash);
      const isThere = await stat(place).then(
        ({ size }) => size === bytes.length,
        () => false,
      );
      if (!isThere) {
        await mkdir(join(this.#folder, 'bytes'), { recursive: true, mode: 0o700 });
        await writeAtomically(place, bytes);
        await syncFolder(join(this.#folder, 'bytes'));
      }
      const line: VersionLine = {
        versionId: randomUUID(),
        path,
        reason,
        atMs: Date.now(),
        sizeBytes: bytes.length,
        hash,
      };
      const handle = await open(this.#listFile, 'a', 0o600);
      try {
        // A line that a power loss cut stays a line of its own.
        await handle.writeFile(`\n${JSON.stringify(line)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      // The list's own name has to last as well.
      if (!this.#isListSynced) await syncFolder(this.#folder);
      this.#isListSynced = true;
      versions.push(line);
    });
  }

  /** Versions of a file, or all deleted ones with null; newest first. */
  async list(path: string | null): Promise<readonly KeptVersion[]> {
    const versions = await this.#inTurn(() => this.#load());
    const wanted = versions.filter((version) =>
      path === null ? version.reason === 'deleted' : version.path === path,
    );
    return wanted.toReversed().map(({ hash: _hash, ...version }) => version);
  }

  /** A version with its bytes; null if there is none of that id. Rejects if the bytes are gone. */
  async read(versionId: string): Promise<{ version: KeptVersion; bytes: Buffer } | null> {
    const versions = await this.#inTurn(() => this.#load());
    const version = versions.find((each) => each.versionId === versionId);
    if (version === undefined) return null;
    return { version, bytes: await readFile(this.#placeOf(version.hash)) };
  }

  /** Bytes of a version by its hash. Rejects if they are not there. */
  readBytes(hash: string): Promise<Buffer> {
    return readFile(this.#placeOf(hash));
  }

  /** Drops versions that are too old, where there is too much. Gives the size that is left. */
  prune(nowMs: number): Promise<number> {
    return this.#inTurn(async () => {
      const versions = await this.#load();
      const sizes = new Map(versions.map(({ hash, sizeBytes }) => [hash, sizeBytes]));
      let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      const kept = [...versions];
      while (total > HISTORY_BYTES_MAX && nowMs - (kept[0]?.atMs ?? nowMs) > HISTORY_AGE_MS) {
        const dropped = kept.shift();
        if (dropped === undefined || kept.some(({ hash }) => hash === dropped.hash)) continue;
        await rm(this.#placeOf(dropped.hash), { force: true });
        total -= dropped.sizeBytes;
      }
      if (kept.length === versions.length) return total;
      const text = kept.map((version) => `${JSON.stringify(version)}\n`).join('');
      await writeAtomically(this.#listFile, Buffer.from(text));
      this.#versions = Promise.resolve(kept);
      return total;
    });
  }

  #placeOf(hash: string): string {
    return join(this.#folder, 'bytes', hash);
  }

  async #load(): Promise<VersionLine[]> {
    this.#versions ??= this.#readList().catch((cause: unknown) => {
      // Tried again with the next use.
      this.#versions = null;
      throw cause;
    });
    return this.#versions;
  }

  async #readList(): Promise<VersionLine[]> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await removeTemporaries(this.#folder);
    await removeTemporaries(join(this.#folder, 'bytes'));
    const text = await readFile(this.#listFile, 'utf8').catch(ifAbsent(''));
    const there = new Set(await readdir(join(this.#folder, 'bytes')).catch(ifAbsent<string[]>([])));
    return text.split('\n').flatMap((line) => {
      const version = parseLine(line);
      return version !== null && there.has(version.hash) ? [version] : [];
    });
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const done = this.#lastWrite.then(action, action);
    this.#lastWrite = done.catch(() => undefined);
    return done;
  }
}

function parseLine(line: string): VersionLine | null {
  if (line === '') return null;
  try {
    const value = JSON.parse(line) as Partial<VersionLine>;
    const isWhole = typeof value.versionId === 'string' && /^[0-9a-f]{64}$/.test(value.hash ?? '');
    return isWhole ? (value as VersionLine) : null;
  } catch {
    return null;
  }
}
