import { isMap, isScalar, isSeq } from 'yaml';
import type { Node } from 'yaml';
import type { FormatError } from '../../../shared/model/workspace/format-error.ts';
import { resolveAlias } from './yaml-text.ts';
import type { YamlText } from './yaml-text.ts';

/** Thrown by a {@link Cursor} where a value has another type than the format says; never leaves this folder. */
export class WrongType extends Error {
  readonly formatError: FormatError;

  constructor(formatError: FormatError) {
    super(formatError.detail);
    this.formatError = formatError;
  }
}

/**
 * A place in a YAML document that is read by its type. A value that is missing or null reads as the default;
 * one of another type throws {@link WrongType} with its line. Numbers and booleans where text is expected
 * are read as they are written: `1.0` stays `1.0`.
 */
export class Cursor {
  readonly #file: YamlText;
  readonly #node: Node | null;
  readonly #name: string;

  constructor(file: YamlText, node: unknown, name: string) {
    this.#file = file;
    this.#node = resolveAlias(node, file.doc);
    this.#name = name;
  }

  static ofRoot(file: YamlText): Cursor {
    return new Cursor(file, file.doc.contents, 'the file');
  }

  /** Whether there is no value, or null. */
  get isAbsent(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null);
  }

  get isMap(): boolean {
    return isMap(this.#node);
  }

  get isList(): boolean {
    return isSeq(this.#node);
  }

  /** Whether it is written as true or false, and not as text. */
  get isBoolean(): boolean {
    return isScalar(this.#node) && typeof this.#node.value === 'boolean';
  }

  /** The value of a key. Reading a key of what is no map, and not absent, throws. */
  get(key: string): Cursor {
    const name = this.#name === 'the file' ? key : `${this.#name}.${key}`;
    if (this.isAbsent) return new Cursor(this.#file, null, name);
    if (!isMap(this.#node)) return this.#throw('a map');
    return new Cursor(this.#file, this.#node.get(key, true), name);
  }

  keys(): readonly string[] {
    if (this.isAbsent) return [];
    if (!isMap(this.#node)) return this.#throw('a map');
    return this.#node.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''));
  }

  list(): readonly Cursor[] {
    if (this.isAbsent) return [];
    if (!isSeq(this.#node)) return this.#throw('a list');
    return this.#node.items.map(
      (item, index) => new Cursor(this.#file, item, `${this.#name}[${index}]`),
    );
  }

  /** Text, empty when absent. */
  text(): string {
    if (this.isAbsent) return '';
    if (!isScalar(this.#node)) return this.#throw('text');
    return toScalarText(this.#node);
  }

  /** Text, or the `content` of a map with a type, as descriptions and documentation have it. */
  description(): string {
    return isMap(this.#node) ? this.get('content').text() : this.text();
  }

  /** Null when absent. */
  boolean(): boolean | null {
    if (this.isAbsent) return null;
    if (isScalar(this.#node)) {
      const text = toScalarText(this.#node).toLowerCase();
      if (text === 'true') return true;
      if (text === 'false') return false;
    }
    return this.#throw('true or false');
  }

  /** Null when absent. */
  number(): number | null {
    if (this.isAbsent) return null;
    if (isScalar(this.#node)) {
      const number = Number(toScalarText(this.#node));
      if (Number.isFinite(number)) return number;
    }
    return this.#throw('a number');
  }

  /** One of the words; `fallback` when absent. */
  word<T extends string>(words: readonly T[], fallback: T): T {
    const text = this.text();
    if (text === '') return fallback;
    const word = words.find((candidate) => candidate === text);
    return word ?? this.#throw(`one of ${words.join(', ')}`);
  }

  /** The value's lines as they stand in the file; empty when absent. */
  source(): string {
    const range = this.#node?.range;
    if (range === undefined || range === null || this.isAbsent) return '';
    return this.#file.text.slice(range[0], range[1]);
  }

  #throw(expected: string): never {
    const offset = this.#node?.range?.[0] ?? 0;
    const found = isMap(this.#node) ? 'a map' : isSeq(this.#node) ? 'a list' : this.source();
    throw new WrongType({
      kind: 'format-error',
      problem: 'wrong-type',
      ...this.#file.getPlace(offset),
      detail: `${this.#name} should be ${expected}, and is ${found.slice(0, 80)}.`,
    });
  }
}

/** A scalar as text: a number as it was written, not as it was understood. */
export function toScalarText(scalar: {
  readonly value: unknown;
  readonly source?: string;
}): string {
  const { value, source } = scalar;
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : (source ?? JSON.stringify(value));
}
