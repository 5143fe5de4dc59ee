import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { align } from './align-lists.ts';
import { toLf } from './line-ends.ts';
import { render, renderValue } from './render-yaml.ts';
import { findPair, holds, isWantedMap, merge, prune, saysNothing, unwrap } from './wanted.ts';
import type { Wanted, WantedMap } from './wanted.ts';

interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Edits YAML text so that it holds what is wanted, and changes only the lines that have to change: comments,
 * order, quotes, indentation, unknown keys and line ends stay. The text has to be valid YAML with a map at its
 * root, or empty. Gives null where the place cannot be edited in its lines, such as behind an alias.
 */
export function editYaml(source: string, wanted: WantedMap): string | null {
  const bom = source.startsWith('\uFEFF') ? '\uFEFF' : '';
  const { text, toSource, eol } = toLf(source.slice(bom.length));
  const doc = parseDocument(text, { keepSourceTokens: true, logLevel: 'silent' });
  if (doc.errors.length > 0) return null;
  if (doc.contents === null) {
    const tail = text === '' || text.endsWith('\n') ? '' : '\n';
    return bom + (text + tail + render(prune(wanted), 0)).replaceAll('\n', eol);
  }
  if (!isMap(doc.contents)) return null;
  try {
    const editor = new Editor(text);
    editor.editMap(doc.contents, wanted);
    return bom + apply(source.slice(bom.length), editor.splices, toSource, eol);
  } catch (cause: unknown) {
    if (cause instanceof NotEditable) return null;
    throw cause;
  }
}

/**
 * The same over the document instead of its lines: comments, order and unknown keys stay, the layout may
 * not. For what {@link editYaml} does not edit.
 */
export function rewriteYaml(source: string, wanted: WantedMap): string {
  const { text, eol } = toLf(source.replace(/^\uFEFF/, ''));
  const doc = parseDocument(text, { logLevel: 'silent' });
  setIn(doc, [], wanted);
  return doc.toString({ lineWidth: 0 }).replaceAll('\n', eol);
}

function setIn(doc: Document, path: readonly string[], wanted: WantedMap): void {
  for (const [key, value] of Object.entries(wanted)) {
    const at = [...path, key];
    if (value === undefined) doc.deleteIn(at);
    else if (isWantedMap(value) && isMap(doc.getIn(at))) setIn(doc, at, value);
    else if (!saysNothing(value)) doc.setIn(at, parseDocument(render(value, 0)).contents);
  }
}

class NotEditable extends Error {}

class Editor {
  readonly splices: Splice[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  editMap(map: YAMLMap, wanted: WantedMap): void {
    if (this.#isFlow(map)) return this.#replaceNode(map, merge(map, wanted));
    const column = this.#columnOf(startOf(map));
    let after: Pair | null = null;
    for (const [key, value] of Object.entries(wanted)) {
      const pair = findPair(map, key);
      if (value === undefined) {
        if (pair !== null) this.#removePair(map, pair);
        continue;
      }
      if (pair !== null) {
        this.#editPair(map, pair, column, key, value);
        after = pair;
      } else if (!saysNothing(value)) {
        this.#insertPair(map, after, column, key, value);
      }
    }
  }

  #editPair(map: YAMLMap, pair: Pair, column: number, key: string, value: Wanted): void {
    if (holds(pair.value, value)) return;
    const node = unwrap(pair.value, value);
    if (isAlias(node) || hasProps(node)) return this.#replacePair(pair, column, key, value);
    if (isMap(node) && isWantedMap(value)) {
      if (this.#tryTo(() => this.editMap(node, value))) return;
      const merged = merge(node, value);
      if (saysNothing(merged)) return this.#removePair(map, pair);
      return this.#replacePair(pair, column, key, merged);
    }
    if (isSeq(node) && Array.isArray(value) && !this.#isFlow(node) && value.length > 0) {
      return this.#editList(node, value as readonly Wanted[]);
    }
    if (isScalar(node) && node.range && !isWantedMap(value) && !Array.isArray(value)) {
      const isEmpty = node.range[0] === node.range[1];
      if (!isEmpty && node === pair.value)
        return this.#replaceScalar(node, column, value as string);
      if (!isEmpty) {
        const inner = this.#columnOf(this.#lineContent(node.range[0]));
        return this.#replaceScalar(node, inner, value as string);
      }
    }
    if (node !== pair.value) throw new NotEditable();
    this.#replacePair(pair, column, key, value);
  }

  #editList(list: YAMLSeq, wanted: readonly Wanted[]): void {
    const items = list.items as readonly Node[];
    if (items.length === 0) throw new NotEditable();
    const column = this.#columnOf(this.#dashOf(items[0] as Node));
    const steps = align(items, wanted);
    const removed = new Set(steps.flatMap((step) => (step.kind === 'remove' ? [step.item] : [])));
    // What moves keeps its lines, comments and unknown keys.
    const takeMoved = (value: Wanted): string | null => {
      for (const item of removed) {
        const node = items[item] as Node;
        if (!holds(node, value)) continue;
        removed.delete(item);
        const [from, to] = this.#linesOf(node);
        return withNewline(this.#text.slice(from, to));
      }
      return null;
    };
    let at = this.#lineStart(this.#dashOf(items[0] as Node));
    for (const step of steps) {
      if (step.kind === 'insert') {
        const text = takeMoved(step.value) ?? render([step.value], column);
        this.#insertLines(at, text);
        continue;
      }
      const node = items[step.item] as Node;
      const [from, to] = this.#linesOf(node);
      if (step.kind === 'remove') this.splices.push({ from, to, text: '' });
      if (step.kind === 'change') this.#editItem(node, column, step.value);
      at = to;
    }
  }

  #editItem(node: Node, column: number, value: Wanted): void {
    if (holds(node, value)) return;
    const isMapEdit = isMap(node) && isWantedMap(value);
    if (isMapEdit && !hasProps(node) && this.#tryTo(() => this.editMap(node, value))) return;
    const [from, to] = this.#linesOf(node);
    this.#splice(from, to, render([isMapEdit ? merge(node, value) : value], column));
  }

  /** Takes back what was noted when an edit turns out not to be possible in single lines. */
  #tryTo(edit: () => void): boolean {
    const before = this.splices.length;
    try {
      edit();
      return true;
    } catch (cause: unknown) {
      if (!(cause instanceof NotEditable)) throw cause;
      this.splices.length = before;
      return false;
    }
  }

  /** Keeps the quotes and the comment after the value. */
  #replaceScalar(node: Scalar, column: number, value: string | number | boolean): void {
    const [from, to] = node.range as readonly [number, number, number];
    const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
    const quotes = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? node.type : null;
    const text = renderValue(value, column, quotes);
    if (!isBlock && !text.includes('\n')) {
      this.splices.push({ from, to, text });
      return;
    }
    // A block reaches over whole lines, so that what follows begins a line of its own.
    const rest = this.#text.slice(to, this.#lineEnd(to - 1));
    if (!isBlock && rest.trim() !== '') throw new NotEditable();
    const end = isBlock ? to : this.#lineEnd(to - 1);
    this.#splice(from, end, withNewline(text));
  }

  #replacePair(pair: Pair, column: number, key: string, value: Wanted): void {
    const from = startOf(pair.key as Node);
    this.#splice(from, this.#pairEnd(pair), render({ [key]: value }, column).slice(column));
  }

  #replaceNode(node: Node, value: Wanted): void {
    const [from, to] = node.range as readonly [number, number, number];
    if (this.#text.slice(from, to).includes('\n')) throw new NotEditable();
    const text = JSON.stringify(prune(value)).replaceAll('":', '": ').replaceAll(',"', ', "');
    this.splices.push({ from, to, text: text.replace(/^\{/, '{ ').replace(/\}$/, ' }') });
  }

  #insertPair(map: YAMLMap, after: Pair | null, column: number, key: string, value: Wanted): void {
    const previous = after ?? (map.items.at(-1) as Pair | undefined);
    if (previous === undefined) throw new NotEditable();
    this.#insertLines(this.#pairEnd(previous), render({ [key]: value }, column));
  }

  #removePair(map: YAMLMap, pair: Pair): void {
    const from = startOf(pair.key as Node);
    // The first key of a list's item stands behind the dash, and a map without keys is no map.
    const isFirstOfItem = this.#text.slice(this.#lineStart(from), from).trim() !== '';
    if (isFirstOfItem || map.items.length === 1) throw new NotEditable();
    this.splices.push({ from: this.#lineStart(from), to: this.#pairEnd(pair), text: '' });
  }

  /** Inserts whole lines at the beginning of a line, or at the end of a file without a last line end. */
  #insertLines(at: number, text: string): void {
    const isMidLine = at > 0 && this.#text[at - 1] !== '\n';
    this.splices.push({ from: at, to: at, text: isMidLine ? `\n${text.trimEnd()}` : text });
  }

  /** Replaces up to the end of a line; the file's last line keeps having no line end. */
  #splice(from: number, to: number, text: string): void {
    const endsLine = this.#text[to - 1] === '\n';
    this.splices.push({ from, to, text: endsLine ? text : text.replace(/\n$/, '') });
  }

  /** A flow collection, `{a: 1}`, stands on its line with others. */
  #isFlow(node: YAMLMap | YAMLSeq): boolean {
    return node.flow === true;
  }

  #linesOf(item: Node): readonly [number, number] {
    return [this.#lineStart(this.#dashOf(item)), this.#nodeEnd(item)];
  }

  #dashOf(item: Node): number {
    const start = item.range?.[0];
    if (start === undefined) throw new NotEditable();
    const dash = this.#text.lastIndexOf('-', start - 1);
    if (dash === -1 || this.#text.slice(dash + 1, start).trim() !== '') throw new NotEditable();
    return dash;
  }

  #pairEnd(pair: Pair): number {
    const value = pair.value as Node | null;
    const range = value?.range;
    if (value === null || range === undefined || range === null) {
      return this.#lineEnd((pair.key as Node).range?.[1] ?? 0);
    }
    return this.#nodeEnd(value);
  }

  /** End of the last line that belongs to a node, comment after it included. */
  #nodeEnd(node: Node): number {
    const range = node.range;
    if (range === undefined || range === null) throw new NotEditable();
    if ((isMap(node) || isSeq(node)) && node.flow !== true) {
      const last = node.items.at(-1) as Pair | Node | undefined;
      if (last === undefined) return this.#lineEnd(range[1]);
      return isMap(node) ? this.#pairEnd(last as Pair) : this.#nodeEnd(last as Node);
    }
    const end = range[1];
    return this.#text[end - 1] === '\n' && end > range[0] ? end : this.#lineEnd(end);
  }

  #columnOf(offset: number): number {
    return offset - this.#lineStart(offset);
  }

  #lineContent(offset: number): number {
    const start = this.#lineStart(offset);
    const match = /^[ -]*/.exec(this.#text.slice(start, offset));
    return start + (match?.[0].length ?? 0);
  }

  #lineStart(offset: number): number {
    return this.#text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Offset after the line end; the text's length where the last line has none. */
  #lineEnd(offset: number): number {
    const at = this.#text.indexOf('\n', offset);
    return at === -1 ? this.#text.length : at + 1;
  }
}

function apply(
  source: string,
  splices: readonly Splice[],
  toSource: (offset: number) => number,
  eol: string,
): string {
  let result = '';
  let at = 0;
  const inOrder = splices.map((splice, index) => ({ ...splice, index }));
  inOrder.sort(
    (one, other) => one.from - other.from || one.to - other.to || one.index - other.index,
  );
  for (const { from, to, text } of inOrder) {
    const start = toSource(from);
    if (start < at) throw new NotEditable();
    result += source.slice(at, start) + text.replaceAll('\n', eol);
    at = toSource(to);
  }
  return result + source.slice(at);
}

function withNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

function hasProps(node: unknown): boolean {
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return false;
  return node.anchor !== undefined || node.tag !== undefined;
}

function startOf(node: Node): number {
  const start = node.range?.[0];
  if (start === undefined) throw new NotEditable();
  return start;
}
