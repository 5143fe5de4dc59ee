import type { EntryKind, TimelineEntry } from '../model/timeline.ts';

/** What a query may ask of an entry. What costs reading is a method. */
export interface EntryFacts {
  readonly kind: EntryKind;
  readonly atMs: number;
  /** Number among the events, from 1; 0 for other kinds. */
  readonly number: number;
  /** Milliseconds since the previous event; null for the first one and for other kinds. */
  readonly gapMs: number | null;
  /** Bytes of an event's data. */
  readonly sizeBytes: number;
  /** The event's type; empty for other kinds. */
  readonly getType: () => string;
  /** The event's own id; null without one, and for other kinds. */
  readonly getId: () => string | null;
  /** Everything in which text is looked for, each piece by itself. */
  readonly getTexts: () => readonly string[];
  /** The event's data; empty for other kinds. */
  readonly getData: () => string;
  /** The event's data as JSON; undefined when it is none, and for other kinds. */
  readonly getJson: () => unknown;
}

/** The facts of an entry that is at hand. `number` and `gapMs` are those of an event. */
export function toEntryFacts(
  entry: TimelineEntry,
  context: { readonly number: number; readonly gapMs: number | null },
): EntryFacts {
  const isEvent = entry.kind === 'event';
  return {
    kind: entry.kind,
    atMs: entry.atMs,
    number: isEvent ? context.number : 0,
    gapMs: isEvent ? context.gapMs : null,
    sizeBytes: isEvent ? entry.sizeBytes : 0,
    getType: () => (isEvent ? entry.type : ''),
    getId: () => (isEvent ? entry.id : null),
    getTexts: () => toTexts(entry),
    getData: () => (isEvent ? entry.data : ''),
    getJson: () => (isEvent ? parseJson(entry.data) : undefined),
  };
}

/** The pieces of an entry in which text is looked for. */
export function toTexts(entry: TimelineEntry): readonly string[] {
  switch (entry.kind) {
    case 'event':
      return entry.id === null ? [entry.type, entry.data] : [entry.type, entry.id, entry.data];
    case 'comment':
    case 'chunk':
      return [entry.text];
    case 'retry':
      return [`retry: ${entry.ms}`];
    default:
      return toLeafTexts(entry);
  }
}

/** Names of what says where an entry is, not what it is. */
const PLACE_NAMES: ReadonlySet<string> = new Set(['seq', 'atMs', 'offset', 'length']);

/** Every text and number in a fact, such as a header's value or an error's code. */
function toLeafTexts(entry: object): readonly string[] {
  const texts: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'number') texts.push(String(value));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  for (const [name, value] of Object.entries(entry)) {
    if (!PLACE_NAMES.has(name)) visit(value);
  }
  return texts;
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
