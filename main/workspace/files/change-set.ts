import { link, lstat, mkdir, readFile, rename, rmdir, symlink, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import { hasCode, ifAbsent, withPath } from './folder-root.ts';
import type { FolderRoot } from './folder-root.ts';
import type { LocalHistory } from './local-history.ts';
import { clearLock, hashOf, removeFile, saveFile } from './save-file.ts';
import type { FileChanged } from './save-file.ts';
import { syncFolder } from './sync-folder.ts';
import { writeAtomically } from './write-atomically.ts';

/** One step of a change. Paths are relative to the workspace. */
export type ChangeStep =
  /** `expected`: version that the bytes are made on; null: there is no file yet. */
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly bytes: Buffer;
      readonly expected: string | null;
    }
  /** A file or a folder gets another path, at which nothing is. */
  | { readonly kind: 'move'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly path: string; readonly expected: string }
  | { readonly kind: 'remove-link'; readonly path: string; readonly target: string }
  | { readonly kind: 'make-folder'; readonly path: string }
  | { readonly kind: 'remove-folder'; readonly path: string };

/** A step as it is written down: versions instead of bytes, which the history has. */
type JournalStep =
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly before: string | null;
      readonly after: string;
    }
  | Exclude<ChangeStep, { kind: 'write' }>;

interface Journal {
  readonly version: number;
  readonly steps: readonly JournalStep[];
}

const JOURNAL_VERSION = 1;

/**
 * Changes of several files as one: all of it is done, or none. The steps are written down in the local data
 * folder before the first one; after a failure, and after a crash with the next start, what was done is taken
 * back, as far as nobody else changed it since.
 */
export class ChangeSets {
  readonly #root: FolderRoot;
  readonly #history: LocalHistory;
  readonly #journalFile: string;

  constructor(root: FolderRoot, history: LocalHistory, journalFile: string) {
    this.#root = root;
    this.#history = history;
    this.#journalFile = journalFile;
  }

  /** Rejects with the system's error; the workspace is as it was then, as far as the system lets it be. */
  async run(steps: readonly ChangeStep[]): Promise<Result<null, FileChanged>> {
    const [only] = steps;
    if (only === undefined) return ok(null);
    // One step is whole by itself.
    if (steps.length === 1) return this.#do(only);
    const journal = steps.map(toJournalStep);
    const done: JournalStep[] = [];
    let refused: Result<null, FileChanged> = ok(null);
    try {
      await this.#write(journal);
      for (const [index, step] of steps.entries()) {
        done.push(journal[index] as JournalStep);
        refused = await this.#do(step);
        if (!refused.ok) break;
      }
      if (refused.ok) await this.#forget();
    } catch (cause: unknown) {
      // What cannot be taken back now stays written down, and is taken back with the next start.
      await this.#takeBack(done).catch(() => undefined);
      throw cause;
    }
    if (!refused.ok) await this.#takeBack(done);
    return refused;
  }

  /** Takes back what a crash left half done; true if there was something. */
  async recover(): Promise<boolean> {
    const text = await readFile(this.#journalFile, 'utf8').catch(ifAbsent(null));
    if (text === null) return false;
    const journal = parseJournal(text);
    if (journal === null) {
      // Damaged, or of a version that is not known: not understood, so nothing is undone by it.
      await rename(this.#journalFile, `${this.#journalFile}.bad`);
      return false;
    }
    await this.#takeBack(journal.steps);
    return true;
  }

  async #takeBack(steps: readonly JournalStep[]): Promise<void> {
    for (const step of steps.toReversed()) await this.#undoOne(step);
    await this.#forget();
  }

  async #write(steps: readonly JournalStep[]): Promise<void> {
    const journal: Journal = { version: JOURNAL_VERSION, steps };
    await writeAtomically(this.#journalFile, `${JSON.stringify(journal)}\n`);
  }

  async #forget(): Promise<void> {
    await unlink(this.#journalFile).catch((cause: unknown) => {
      if (!hasCode(cause, 'ENOENT')) throw cause;
    });
    // A power loss must not bring it back after the change was reported as done.
    await syncFolder(dirname(this.#journalFile));
  }

  async #do(step: ChangeStep): Promise<Result<null, FileChanged>> {
    try {
      return await this.#doOne(step);
    } catch (cause: unknown) {
      throw withPath(cause, step.kind === 'move' ? step.from : step.path);
    }
  }

  async #doOne(step: ChangeStep): Promise<Result<null, FileChanged>> {
    switch (step.kind) {
      case 'write': {
        const saved = await saveFile(this.#root, step.path, step.bytes, {
          expected: step.expected,
          keep: (bytes) => this.#history.keep(step.path, 'overwritten', bytes),
        });
        return saved.ok ? ok(null) : saved;
      }
      case 'move':
        await this.#move(step.from, step.to);
        return ok(null);
      case 'remove':
        return removeFile(this.#root, step.path, {
          expected: step.expected,
          keep: (bytes) => this.#history.keep(step.path, 'deleted', bytes),
        });
      case 'remove-link':
        await this.#inFolderOf(step.path, (place) => unlink(place));
        return ok(null);
      case 'make-folder':
        await this.#inFolderOf(step.path, (place) => mkdir(place, { mode: 0o755 }));
        return ok(null);
      case 'remove-folder':
        await this.#inFolderOf(step.path, (place) => rmdir(place));
        return ok(null);
    }
  }

  /** A file is linked and unlinked, so that whatever came to stand at its new path meanwhile stays. */
  async #move(from: string, to: string): Promise<void> {
    const source = await this.#root.confineParent(from);
    const target = await this.#root.confineParent(to);
    if ((await lstat(source)).isFile()) await moveFile(source, target);
    else {
      if (await exists(target)) throw taken(to);
      await rename(source, target);
    }
    await syncFolder(dirname(target));
    if (dirname(source) !== dirname(target)) await syncFolder(dirname(source));
  }

  async #inFolderOf(path: string, action: (place: string) => Promise<unknown>): Promise<void> {
    const place = await this.#root.confineParent(path);
    await action(place);
    await syncFolder(dirname(place));
  }

  async #undoOne(step: JournalStep): Promise<void> {
    switch (step.kind) {
      case 'write':
        return this.#undoWrite(step.path, step.before, step.after);
      case 'move':
        return this.#undoMove(step.from, step.to);
      case 'remove':
        return this.#putBack(step.path, step.expected);
      case 'remove-link':
        return this.#inFolderOf(step.path, (place) =>
          symlink(step.target, place).catch(ignore('EEXIST')),
        );
      case 'make-folder':
        return this.#inFolderOf(step.path, (place) =>
          rmdir(place).catch(ignore('ENOENT', 'ENOTEMPTY', 'EEXIST')),
        ).catch(ignore('ENOENT'));
      case 'remove-folder':
        return this.#inFolderOf(step.path, (place) =>
          mkdir(place, { mode: 0o755 }).catch(ignore('EEXIST')),
        );
    }
  }

  async #undoWrite(path: string, before: string | null, after: string): Promise<void> {
    // The lock of the writer that was killed would keep a new folder from going.
    await clearLock(this.#root, path);
    const bytes = await this.#root.readFile(path).catch(ignore('ENOENT'));
    // Not written yet, or changed by somebody since.
    if (bytes === undefined || hashOf(bytes) !== after || before === after) return;
    if (before === null) {
      const keep = (kept: Buffer): Promise<void> => this.#history.keep(path, 'deleted', kept);
      await removeFile(this.#root, path, { expected: after, keep });
    } else {
      await saveFile(this.#root, path, await this.#history.readBytes(before), {
        expected: after,
        keep: (kept) => this.#history.keep(path, 'overwritten', kept),
      });
    }
  }

  async #undoMove(from: string, to: string): Promise<void> {
    const source = await this.#root.confineParent(from).catch(ignore('ENOENT'));
    const target = await this.#root.confineParent(to).catch(ignore('ENOENT'));
    if (source === undefined || target === undefined || !(await exists(target))) return;
    if (!(await exists(source))) await this.#move(to, from);
    else if (await isSameFile(source, target)) {
      // It was linked and not unlinked yet.
      await unlink(target);
      await syncFolder(dirname(target));
    }
  }

  async #putBack(path: string, version: string): Promise<void> {
    if (await exists(this.#root.toAbsolute(path))) return;
    await saveFile(this.#root, path, await this.#history.readBytes(version), {
      expected: null,
      keep: () => Promise.resolve(),
    });
  }
}

function toJournalStep(step: ChangeStep): JournalStep {
  if (step.kind !== 'write') return step;
  return { kind: 'write', path: step.path, before: step.expected, after: hashOf(step.bytes) };
}

function parseJournal(text: string): Journal | null {
  try {
    const journal = Object(JSON.parse(text)) as Partial<Journal>;
    const isKnown = journal.version === JOURNAL_VERSION && Array.isArray(journal.steps);
    return isKnown ? (journal as Journal) : null;
  } catch {
    return null;
  }
}

async function moveFile(source: string, target: string): Promise<void> {
  if (await isSameFile(source, target)) {
    // Only the case differs, where the file system does not mind; else an earlier try was cut off.
    const isOneName = source.toLowerCase() === target.toLowerCase();
    await (isOneName ? rename(source, target) : unlink(source));
    return;
  }
  try {
    await link(source, target);
  } catch (cause: unknown) {
    if (hasCode(cause, 'EEXIST')) throw taken(target);
    // A file system without links.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].some((code) => hasCode(cause, code))) {
      throw cause;
    }
    if (await exists(target)) throw taken(target);
    await rename(source, target);
    return;
  }
  await unlink(source);
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [one, other].map((each) => lstat(each).catch(() => null)),
  );
  return first?.ino === second?.ino && first?.dev === second?.dev && first?.isFile() === true;
}

function exists(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    (cause: unknown) => {
      if (hasCode(cause, 'ENOENT')) return false;
      throw cause;
    },
  );
}

function taken(path: string): Error {
  return Object.assign(new Error(`EEXIST: there is something at ${path} already`), {
    code: 'EEXIST',
  });
}

function ignore(...codes: readonly string[]): (cause: unknown) => undefined {
  return (cause) => {
    if (!codes.some((code) => hasCode(cause, code))) throw cause;
    return undefined;
  };
}
