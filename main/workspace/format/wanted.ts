import { isMap, isScalar, isSeq } from 'yaml';
import type { Pair, YAMLMap } from 'yaml';
import { toScalarText } from './cursor.ts';

/**
 * What a place of a file is to hold. In a map, a key that is `undefined` goes, and a key that is not named
 * stays as it is. A list is the whole list.
 */
export type Wanted = string | number | boolean | WantedMap | readonly Wanted[];
export interface WantedMap {
  readonly [key: string]: Wanted | undefined;
}

export function isWantedMap(wanted: Wanted | undefined): wanted is WantedMap {
  return typeof wanted === 'object' && !Array.isArray(wanted);
}

/** Whether a node holds what is wanted already. */
export function holds(node: unknown, wanted: Wanted): boolean {
  const inner = unwrap(node, wanted);
  if (Array.isArray(wanted)) {
    return (
      isSeq(inner) &&
      inner.items.length === wanted.length &&
      wanted.every((value: Wanted, index) => holds(inner.items[index], value))
    );
  }
  if (isWantedMap(wanted)) {
    if (!isMap(inner)) return false;
    return Object.entries(wanted).every(([key, value]) => {
      const pair = findPair(inner, key);
      return value === undefined ? pair === null : pair !== null && holds(pair.value, value);
    });
  }
  if (!isScalar(inner)) return false;
  // Text that looks like a number has to be quoted where it was none before; a number as it was is left alone.
  return (
    toScalarText(inner) === String(wanted as string | number | boolean) &&
    (inner.value !== null || wanted === '')
  );
}

/**
 * Values that the format also writes as a map or a list around the text: a description with its type, a typed
 * value, variants with one selected. Where text is wanted, the text inside is meant.
 */
export function unwrap(node: unknown, wanted: Wanted): unknown {
  if (typeof wanted === 'object') return node;
  if (isMap(node)) {
    const inner = findPair(node, 'content') ?? findPair(node, 'data');
    return inner !== null && findPair(node, 'type') !== null ? inner.value : node;
  }
  if (isSeq(node)) {
    const variants = node.items.filter(isMap);
    const selected = variants.find((variant) => variant.get('selected') === true) ?? variants[0];
    const value = selected === undefined ? null : findPair(selected, 'value');
    return value === null ? node : unwrap(value.value, wanted);
  }
  return node;
}

/** What a map holds, with the wanted keys over it; for a place whose lines cannot be edited one by one. */
export function merge(map: YAMLMap, wanted: WantedMap): Wanted {
  const merged: Record<string, Wanted | undefined> = map.toJSON() as Record<string, Wanted>;
  for (const [key, value] of Object.entries(wanted)) {
    const pair = findPair(map, key);
    merged[key] = isMap(pair?.value) && isWantedMap(value) ? merge(pair.value, value) : value;
  }
  return prune(merged);
}

/** Without what is `undefined`, and without maps that hold nothing else. */
export function prune(wanted: Wanted): Wanted {
  if (Array.isArray(wanted)) return wanted.map((value: Wanted) => prune(value));
  if (!isWantedMap(wanted)) return wanted;
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([key, value]) =>
      value === undefined || saysNothing(value) ? [] : [[key, prune(value)]],
    ),
  );
}

export function saysNothing(wanted: Wanted): boolean {
  if (!isWantedMap(wanted)) return false;
  return Object.values(wanted).every((value) => value === undefined || saysNothing(value));
}

export function findPair(map: YAMLMap, key: string): Pair | null {
  return (
    (map.items as readonly Pair[]).find(
      (pair) => isScalar(pair.key) && String(pair.key.value) === key,
    ) ?? null
  );
}
