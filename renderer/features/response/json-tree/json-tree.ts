/**
 * A JSON text as a tree of rows. Only values that were opened are read, and only their direct
 * children are kept, so that a text of any size costs what is on screen.
 */
import { ChildrenScan } from '../../../../shared/json/children-scan.ts';
import type { JsonChildren } from '../../../../shared/json/children-scan.ts';
import type { JsonProblem } from '../../../../shared/json/json-scan.ts';
import { inSteps } from '../../../components/in-steps.ts';

/** Characters between two looks at the clock. */
const SLICE_CHARS = 64 * 1024;

/** Texts up to this length are opened some levels deep at first. */
const OPENED_CHARS_MAX = 64 * 1024;

/** Rows that such a text may show at first, and children of a value that is opened so. */
const OPENED_ROWS_MAX = 200;
const OPENED_CHILDREN_MAX = 50;

/** A value that is open: its children, and which of them are open as well. */
interface OpenValue {
  readonly children: JsonChildren;
  readonly parent: OpenValue | null;
  /** Which child of the parent it is; 0 for the whole text. */
  readonly index: number;
  /** Open children by index, in order. */
  opened: readonly OpenValue[];
  /** Rows below it that are shown. */
  rows: number;
}

/** One row of the tree. */
export interface JsonRow {
  /** 0 for the whole text. */
  readonly depth: number;
  /** The key as written, without its quotes; null in a list and for the whole text. */
  readonly key: string | null;
  /** Place among its siblings, from 0, and how many there are. */
  readonly index: number;
  readonly siblings: number;
  /** Where the value stands in the text. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'object' | 'array' | 'scalar';
  /** Direct children; 0 for a scalar. */
  readonly size: number;
  readonly isOpen: boolean;
}

/** Where a row is, however many rows come and go before it. */
interface Place {
  readonly parent: OpenValue | null;
  readonly index: number;
}

/** The tree of one text. Positions are indexes of UTF-16 units, as in the text itself. */
export class JsonTree {
  readonly text: string;
  readonly #onChange: () => void;
  readonly #from: number;
  #root: OpenValue | null = null;
  #rootSize = -1;
  #isDisposed = false;

  private constructor(text: string, onChange: () => void) {
    this.text = text;
    this.#onChange = onChange;
    this.#from = /^\ufeff?\s*/.exec(text)?.[0].length ?? 0;
  }

  /** Checks the whole text and opens its outermost value. A problem: the text is no JSON. Null: stopped. */
  static async open(
    text: string,
    onChange: () => void,
    onStep: (share: number) => boolean,
  ): Promise<JsonTree | JsonProblem | null> {
    const tree = new JsonTree(text, onChange);
    const scan = new ChildrenScan(text, 0, false);
    const isDone = await inSteps(text.length, onStep, () => {
      scan.scan(SLICE_CHARS);
      return scan.isDone || scan.problem !== null ? Infinity : scan.at;
    });
    if (!isDone) return null;
    // White space at the end, and an empty text, are read in no step.
    while (!scan.isDone && scan.problem === null) scan.scan(SLICE_CHARS);
    if (scan.problem !== null) return scan.problem;
    if (/[[{]/.test(text[tree.#from] ?? '')) {
      const { children } = scan;
      tree.#rootSize = children.from.length;
      tree.#root = { children, parent: null, index: 0, opened: [], rows: children.from.length };
    }
    if (text.length <= OPENED_CHARS_MAX) await tree.#openFirst();
    return tree;
  }

  get rowCount(): number {
    return 1 + (this.#root?.rows ?? 0);
  }

  /** Nothing is announced any more; work under way ends. */
  dispose(): void {
    this.#isDisposed = true;
  }

  /** The row at a place on screen; `index` is below `rowCount`. */
  getRow(index: number): JsonRow {
    const place = this.#find(index);
    const { parent } = place;
    if (parent === null) {
      const size = Math.max(0, this.#rootSize);
      const isOpen = this.#root !== null;
      const kind = this.#rootSize === -1 ? 'scalar' : toKind(this.text[this.#from]);
      const to = this.text.trimEnd().length;
      return {
        depth: 0,
        key: null,
        index: 0,
        siblings: 1,
        from: this.#from,
        to,
        kind,
        size,
        isOpen,
      };
    }
    const { children } = parent;
    const from = children.from[place.index] ?? 0;
    const size = children.size[place.index] ?? -1;
    const keyFrom = children.keyFrom[place.index] ?? -1;
    return {
      depth: getDepth(parent) + 1,
      key:
        keyFrom === -1
          ? null
          : this.text.slice(keyFrom + 1, (children.keyTo[place.index] ?? 0) - 1),
      index: place.index,
      siblings: children.from.length,
      from,
      to: children.to[place.index] ?? from,
      kind: size === -1 ? 'scalar' : toKind(this.text[from]),
      size: Math.max(0, size),
      isOpen: parent.opened.some((value) => value.index === place.index),
    };
  }

  /** Opens a closed value, closes an open one. A value without children does neither. */
  async toggle(index: number): Promise<void> {
    const row = this.getRow(index);
    if (row.isOpen) this.#close(this.#find(index));
    else await this.#open(this.#find(index));
  }

  /** Opens the closed siblings of a row, up to `limit` of them. */
  async openSiblings(index: number, limit: number): Promise<void> {
    const { parent } = this.#find(index);
    if (parent === null) return this.#open({ parent: null, index: 0 });
    let left = limit;
    for (const [at, size] of parent.children.size.entries()) {
      if (size <= 0 || left === 0) continue;
      left -= 1;
      await this.#open({ parent, index: at });
    }
  }

  /** Row of the value above, -1 for the whole text. */
  getParentRow(index: number): number {
    const { parent } = this.#find(index);
    return parent === null ? -1 : parent.parent === null ? 0 : this.#toRow(parent);
  }

  /** `$.customer["first name"][3]`: where a row is, as JSONPath writes it. */
  getPath(index: number): string {
    const steps: string[] = [];
    let { parent, index: at } = this.#find(index);
    while (parent !== null) {
      steps.push(this.#toStep(parent, at));
      at = parent.index;
      parent = parent.parent;
    }
    return `$${steps.toReversed().join('')}`;
  }

  /** Opens what is around a place in the text and answers the row that holds it. */
  async reveal(position: number): Promise<number> {
    let value = this.#root;
    let place: Place = { parent: null, index: 0 };
    while (value !== null) {
      const at = findChild(value.children, position);
      if (at === -1) break;
      place = { parent: value, index: at };
      const isInside =
        (value.children.size[at] ?? -1) > 0 && position >= (value.children.from[at] ?? 0);
      if (!isInside) break;
      await this.#open(place);
      value = value.opened.find((open) => open.index === at) ?? null;
    }
    return this.#toRowOf(place);
  }

  /** The row that a path of keys and numbers leads to; null: there is none. */
  async findPath(path: readonly (string | number)[]): Promise<number | null> {
    let value = this.#root;
    let place: Place = { parent: null, index: 0 };
    for (const step of path) {
      if (place.parent !== null) {
        await this.#open(place);
        value = place.parent.opened.find((open) => open.index === place.index) ?? null;
      }
      if (value === null) return null;
      const index = this.#findStep(value.children, step);
      if (index === -1) return null;
      place = { parent: value, index };
    }
    return this.#toRowOf(place);
  }

  #findStep({ keyFrom, keyTo, from }: JsonChildren, step: string | number): number {
    if (typeof step === 'number') return keyFrom[0] === -1 && step < from.length ? step : -1;
    return keyFrom.findIndex(
      (at, index) => at !== -1 && readString(this.text.slice(at, keyTo[index])) === step,
    );
  }

  #toStep({ children }: OpenValue, index: number): string {
    const keyFrom = children.keyFrom[index] ?? -1;
    if (keyFrom === -1) return `[${index}]`;
    const key = this.text.slice(keyFrom, children.keyTo[index]);
    return /^"[\p{L}_][\p{L}\p{N}_]*"$/u.test(key) ? `.${key.slice(1, -1)}` : `[${key}]`;
  }

  /** Opens level after level while the rows stay few. */
  async #openFirst(): Promise<void> {
    for (let row = 0; row < this.rowCount; row += 1) {
      const { size, isOpen } = this.getRow(row);
      if (isOpen || size === 0 || size > OPENED_CHILDREN_MAX) continue;
      if (this.rowCount + size > OPENED_ROWS_MAX) continue;
      await this.#open(this.#find(row));
    }
  }

  async #open({ parent, index }: Place): Promise<void> {
    if (parent === null || (parent.children.size[index] ?? -1) <= 0) return;
    const isOpen = (): boolean => parent.opened.some((value) => value.index === index);
    if (isOpen()) return;
    const from = parent.children.from[index] ?? 0;
    const to = parent.children.to[index] ?? from;
    const scan = new ChildrenScan(this.text, from, true);
    const read = (): number => {
      scan.scan(SLICE_CHARS);
      return scan.isDone ? Infinity : scan.at - from;
    };
    // Most values are short: no turn of the event loop for those.
    if (read() < to - from) await inSteps(to - from, () => this.#isDisposed, read);
    while (!scan.isDone && !this.#isDisposed) read();
    if (this.#isDisposed || isOpen()) return;
    const rows = scan.children.from.length;
    const value: OpenValue = { children: scan.children, parent, index, opened: [], rows };
    parent.opened = [...parent.opened, value].toSorted((one, other) => one.index - other.index);
    addRows(parent, rows);
    this.#onChange();
  }

  #close({ parent, index }: Place): void {
    const value = parent?.opened.find((open) => open.index === index);
    if (parent === null || value === undefined) return;
    parent.opened = parent.opened.filter((open) => open !== value);
    addRows(parent, -value.rows);
    this.#onChange();
  }

  #find(row: number): Place {
    if (row === 0 || this.#root === null) return { parent: null, index: 0 };
    let value = this.#root;
    let rest = row - 1;
    for (;;) {
      let shown = 0;
      let inside: OpenValue | null = null;
      for (const open of value.opened) {
        const at = open.index + shown;
        if (rest <= at) break;
        if (rest <= at + open.rows) {
          rest -= at + 1;
          inside = open;
          break;
        }
        shown += open.rows;
      }
      if (inside === null) return { parent: value, index: rest - shown };
      value = inside;
    }
  }

  #toRowOf({ parent, index }: Place): number {
    if (parent === null) return 0;
    const before = parent.opened.filter((open) => open.index < index);
    const rows = before.reduce((sum, open) => sum + open.rows, 0);
    return (parent.parent === null ? 0 : this.#toRow(parent)) + 1 + index + rows;
  }

  #toRow(value: OpenValue): number {
    return this.#toRowOf({ parent: value.parent, index: value.index });
  }
}

function addRows(value: OpenValue, rows: number): void {
  for (let at: OpenValue | null = value; at !== null; at = at.parent) at.rows += rows;
}

function getDepth(value: OpenValue): number {
  let depth = 0;
  for (let at = value.parent; at !== null; at = at.parent) depth += 1;
  return depth;
}

function toKind(bracket: string | undefined): 'object' | 'array' {
  return bracket === '{' ? 'object' : 'array';
}

/** The child whose key or value holds the position, else -1. */
function findChild({ keyFrom, from, to }: JsonChildren, position: number): number {
  let low = 0;
  let high = from.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((to[middle] ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  const start = keyFrom[low] === -1 ? from[low] : keyFrom[low];
  return start !== undefined && start <= position ? low : -1;
}

function readString(written: string): string {
  const value: unknown = JSON.parse(written);
  return typeof value === 'string' ? value : '';
}
