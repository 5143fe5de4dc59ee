import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InvocationOutput } from '../../shared/ipc/contract.ts';
import { SPOOLS_DISK_BYTES_MAX } from '../../shared/limits.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { toStorageError } from '../../shared/model/to-storage-error.ts';
import { fail, ok } from '../../shared/result.ts';
import { cleanSpools, listSpools, measureFolder } from '../log/spool-budget.ts';
import type { IsInUse } from '../log/spool-budget.ts';

/** The folder in the local data that holds one folder per exchange, and its budget. */
export class SpoolsFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Rejects with the system's error. */
  async make(): Promise<void> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 });
  }

  getFolder(exchangeId: ExchangeId): string {
    return join(this.#path, exchangeId);
  }

  /** Exchanges whose spool is on the disk. */
  async list(): Promise<ReadonlySet<string>> {
    return new Set(await readdir(this.#path).catch(() => []));
  }

  /** Sizes on the disk, in bytes. */
  async measure(exchangeIds: readonly ExchangeId[]): Promise<readonly number[]> {
    const sizes = await Promise.all(exchangeIds.map((each) => measureFolder(this.getFolder(each))));
    return sizes.map(({ sizeBytes }) => sizeBytes);
  }

  /** Rejects with the system's error. */
  async remove(exchangeId: ExchangeId): Promise<void> {
    await rm(this.getFolder(exchangeId), { recursive: true, force: true });
  }

  /** Deletes the oldest spools that are not in use, until the rest is within the budget. */
  async clean(isInUse: IsInUse): Promise<void> {
    // A clean-up that fails leaves too much on disk, never too little; the next one tries again.
    await cleanSpools(this.#path, SPOOLS_DISK_BYTES_MAX, isInUse).catch(() => undefined);
  }

  /** Deletes every spool that is not in use; gives what is left. */
  async cleanUnused(isInUse: IsInUse): Promise<InvocationOutput<'spools:clean'>> {
    try {
      await this.make();
      await cleanSpools(this.#path, 0, isInUse);
    } catch (cause: unknown) {
      return fail(toStorageError(cause));
    }
    return this.readUsage(isInUse);
  }

  async readUsage(isInUse: IsInUse): Promise<InvocationOutput<'spools:usage'>> {
    try {
      await this.make();
      const spools = await listSpools(this.#path);
      const deletable = spools.filter(({ name }) => !isInUse(name));
      const sum = (some: typeof spools): number =>
        some.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
      return ok({
        usedBytes: sum(spools),
        limitBytes: SPOOLS_DISK_BYTES_MAX,
        runs: spools.length,
        deletableRuns: deletable.length,
        deletableBytes: sum(deletable),
      });
    } catch (cause: unknown) {
      return fail(toStorageError(cause));
    }
  }
}
