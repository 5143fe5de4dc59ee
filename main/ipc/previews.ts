import { randomBytes } from 'node:crypto';
import { PREVIEW_SCHEME } from '../../shared/ipc/preview-contract.ts';
import type { Preview } from '../../shared/ipc/preview-contract.ts';
import { PREVIEWS_MAX } from '../../shared/limits.ts';

/**
 * Pages that are being looked at, by an id that cannot be guessed. At most `PREVIEWS_MAX` are kept;
 * a further one pushes out the oldest.
 */
export class Previews {
  readonly #pages = new Map<string, string>();

  /** Keeps a page until it is closed or pushed out. */
  add(page: string): Preview {
    const previewId = randomBytes(16).toString('hex');
    this.#pages.set(previewId, page);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= PREVIEWS_MAX) break;
      this.#pages.delete(oldest);
    }
    return { previewId, url: `${PREVIEW_SCHEME}://${previewId}/` };
  }

  /** The page; null if there is none by this id. */
  find(previewId: string): string | null {
    return this.#pages.get(previewId) ?? null;
  }

  remove(previewId: string): void {
    this.#pages.delete(previewId);
  }
}
