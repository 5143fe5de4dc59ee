import { mkdir, open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  RUNS_FILE_BYTES_MAX,
  RUNS_KEPT_SHARE,
  RUNS_MAX,
  RUN_REQUEST_BYTES_MAX,
} from '../../../shared/limits.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { hasCode, withPath } from '../files/folder-root.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { RUNS_VERSION, completeRequest, isRequestLine, parseRunLine } from './run-line.ts';
import type { KeptRequest, RunEnd, RunLine, RunStart } from './run-line.ts';

/** An exchange of the history. `end` null: it is live, or the application went away while it ran. */
export interface KeptRun {
  readonly start: RunStart;
  readonly end: RunEnd | null;
}

interface IndexedRun {
  readonly start: RunStart;
  end: RunEnd | null;
  /** Where the line of its request is; null: it was too large to be kept. */
  readonly request: { readonly offset: number; readonly length: number } | null;
}

/**
 * Every exchange with its request, in one file of the local data folder that only grows: a line when it begins
 * and one when it ends. After a crash at most the last line is damaged, and left out. The oldest exchanges
 * go beyond `RUNS_MAX` and `RUNS_FILE_BYTES_MAX`; what is deleted is not in the file any more.
 */
export class RunHistory {
  readonly #path: string;
  readonly #onChange: (runs: number) => void;
  /** In order of their beginning. */
  #runs: Map<string, IndexedRun> | null = null;
  #sizeBytes = 0;
  /** A line that was cut is ended before the next one is added. */
  #isCut = false;
  #lastAction: Promise<unknown> = Promise.resolve();

  /** `onChange` is called after each change with how many there are. */
  constructor(path: string, onChange: (runs: number) => void = () => undefined) {
    this.#path = path;
    this.#onChange = onChange;
  }

  /** Notes that an exchange begins. Rejects with the system's error. */
  noteStart(start: RunStart, request: KeptRequest): Promise<void> {
    return this.#change(async (runs) => {
      const line = toLine({ kind: 'request', request });
      const keepsRequest = line.length <= RUN_REQUEST_BYTES_MAX;
      const run = toLine({ kind: 'run', run: start });
      const offset = await this.#append(keepsRequest ? Buffer.concat([line, run]) : run);
      runs.set(start.exchangeId, {
        start,
        end: null,
        request: keepsRequest ? { offset, length: line.length } : null,
      });
      if (runs.size > RUNS_MAX || this.#sizeBytes > RUNS_FILE_BYTES_MAX) await this.#shrink(runs);
    });
  }

  /** Notes how an exchange ended. One that is not in the history any more is passed over. */
  noteEnd(exchangeId: ExchangeId, end: RunEnd): Promise<void> {
    return this.#change(async (runs) => {
      const run = runs.get(exchangeId);
      if (run === undefined) return;
      await this.#append(toLine({ kind: 'end', exchangeId, end }));
      run.end = end;
    });
  }

  /** Everything, oldest first. Rejects if the file cannot be read, or is of a version that is not known. */
  list(): Promise<readonly KeptRun[]> {
    return this.#inTurn(async () => [...(await this.#load()).values()]);
  }

  find(exchangeId: ExchangeId): Promise<KeptRun | null> {
    return this.#inTurn(async () => (await this.#load()).get(exchangeId) ?? null);
  }

  /** The request of an exchange; null: there is none of that id, or it was too large to be kept. */
  readRequest(exchangeId: ExchangeId): Promise<KeptRequest | null> {
    return this.#inTurn(async () => {
      const place = (await this.#load()).get(exchangeId)?.request;
      if (place === null || place === undefined) return null;
      const handle = await open(this.#path, 'r');
      try {
        const bytes = await readAt(handle, place.offset, place.length);
        const line = JSON.parse(bytes.toString('utf8')) as Extract<RunLine, { kind: 'request' }>;
        return completeRequest(line.request);
      } finally {
        await handle.close();
      }
    });
  }

  /** Forgets exchanges; what was kept of them is not on the disk afterwards. */
  delete(exchangeIds: ReadonlySet<string>): Promise<void> {
    return this.#change(async (runs) => {
      if (![...exchangeIds].some((each) => runs.has(each))) return;
      await this.#rewrite(
        [...runs.values()].filter((run) => !exchangeIds.has(run.start.exchangeId)),
      );
    });
  }

  async #shrink(runs: ReadonlyMap<string, IndexedRun>): Promise<void> {
    const all = [...runs.values()];
    const kept: IndexedRun[] = [];
    let sizeBytes = 0;
    for (const run of all.toReversed()) {
      sizeBytes += (run.request?.length ?? 0) + JSON.stringify([run.start, run.end]).length;
      if (kept.length >= RUNS_MAX * RUNS_KEPT_SHARE) break;
      if (sizeBytes > RUNS_FILE_BYTES_MAX * RUNS_KEPT_SHARE) break;
      kept.unshift(run);
    }
    await this.#rewrite(kept);
  }

  /** Writes the file anew with these exchanges; a crash leaves the old or the new one. */
  async #rewrite(kept: readonly IndexedRun[]): Promise<void> {
    const before = await readFile(this.#path);
    const parts = [toLine({ kind: 'runs', version: RUNS_VERSION })];
    for (const { start, end, request } of kept) {
      if (request !== null) {
        parts.push(before.subarray(request.offset, request.offset + request.length));
      }
      parts.push(toLine({ kind: 'run', run: start }));
      if (end !== null) {
        parts.push(toLine({ kind: 'end', exchangeId: start.exchangeId, end }));
      }
    }
    await writeAtomically(this.#path, Buffer.concat(parts));
    this.#runs = null;
    await this.#load();
  }

  /** Adds bytes at the end; gives where they begin. */
  async #append(bytes: Buffer): Promise<number> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const handle = await open(this.#path, 'a', 0o600);
    try {
      const head =
        this.#sizeBytes === 0
          ? toLine({ kind: 'runs', version: RUNS_VERSION })
          : Buffer.from(this.#isCut ? '\n' : '');
      await handle.appendFile(Buffer.concat([head, bytes]));
      const offset = this.#sizeBytes + head.length;
      this.#isCut = false;
      this.#sizeBytes = offset + bytes.length;
      return offset;
    } catch (cause: unknown) {
      // A full disk may have taken a part of it.
      this.#isCut = true;
      this.#sizeBytes = await handle.stat().then(
        ({ size }) => size,
        () => this.#sizeBytes,
      );
      throw cause;
    } finally {
      await handle.close();
    }
  }

  async #load(): Promise<Map<string, IndexedRun>> {
    if (this.#runs !== null) return this.#runs;
    const bytes = await readFile(this.#path).catch((cause: unknown) => {
      if (hasCode(cause, 'ENOENT')) return Buffer.alloc(0);
      throw cause;
    });
    const runs = readRuns(bytes);
    this.#sizeBytes = bytes.length;
    this.#isCut = bytes.length > 0 && bytes.at(-1) !== 0x0a;
    this.#runs = runs;
    return runs;
  }

  async #change(action: (runs: Map<string, IndexedRun>) => Promise<void>): Promise<void> {
    await this.#inTurn(async () => action(await this.#load()));
    this.#onChange(this.#runs?.size ?? 0);
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const done = this.#lastAction.then(action, action).catch((cause: unknown) => {
      // A write or a close that fails does not say of what.
      throw withPath(cause, this.#path);
    });
    this.#lastAction = done.catch(() => undefined);
    return done;
  }
}

function readRuns(bytes: Buffer): Map<string, IndexedRun> {
  const runs = new Map<string, IndexedRun>();
  let request: IndexedRun['request'] = null;
  for (let offset = 0; offset < bytes.length;) {
    const newline = bytes.indexOf(0x0a, offset);
    const end = newline === -1 ? bytes.length : newline + 1;
    const line = bytes.subarray(offset, end);
    if (isRequestLine(line)) {
      request = newline === -1 ? null : { offset, length: line.length };
    } else {
      const parsed = parseRunLine(line.toString('utf8'));
      if (parsed?.kind === 'runs' && parsed.version > RUNS_VERSION) {
        throw new Error(`The history is of version ${parsed.version}, which is not known here.`);
      }
      if (parsed?.kind === 'run') {
        runs.set(parsed.run.exchangeId, { start: parsed.run, end: null, request });
      }
      const ended = parsed?.kind === 'end' ? runs.get(parsed.exchangeId) : undefined;
      if (parsed?.kind === 'end' && ended !== undefined) ended.end = parsed.end;
      request = null;
    }
    offset = end;
  }
  return runs;
}

function toLine(line: RunLine): Buffer {
  return Buffer.from(`${JSON.stringify(line)}\n`, 'utf8');
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}
