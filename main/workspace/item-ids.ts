import { randomUUID } from 'node:crypto';
import type { ItemId } from '../../shared/model/workspace/tree.ts';

/** Names the items of an open workspace. A name stays with its item when the item is renamed or moved here. */
export class ItemIds {
  readonly #pathOf = new Map<ItemId, string>();
  readonly #idOf = new Map<string, ItemId>();

  getPath(itemId: ItemId): string | null {
    return this.#pathOf.get(itemId) ?? null;
  }

  /** The id of a path, given out with the first call. */
  getId(path: string): ItemId {
    const known = this.#idOf.get(path);
    if (known !== undefined) return known;
    const itemId = `i-${randomUUID()}` as ItemId;
    this.#set(path, itemId);
    return itemId;
  }

  /** A file or a folder, with everything in it, is called otherwise from now on. */
  move(from: string, to: string): void {
    for (const [path, itemId] of Array.from(this.#idOf)) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.#idOf.delete(path);
      this.#set(to + path.slice(from.length), itemId);
    }
  }

  #set(path: string, itemId: ItemId): void {
    this.#idOf.set(path, itemId);
    this.#pathOf.set(itemId, path);
  }
}
