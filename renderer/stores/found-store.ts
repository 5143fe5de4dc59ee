import type { Bridge } from '../../shared/ipc/contract.ts';
import type { RegexPattern } from '../../shared/ipc/timeline-contract.ts';
import {
  FOUND_CHARS_MAX,
  FOUND_KEPT_CHARS_MAX,
  FOUND_KEPT_MAX,
  FOUND_TEXTS_MAX,
} from '../../shared/limits.ts';
import type { Finder, TextRange } from '../../shared/query/find-ranges.ts';

const NOTHING: readonly TextRange[] = [];

export interface FoundSnapshot {
  /** Gives what is known of a text and asks for the rest; another function when more is known. Null: no patterns. */
  readonly find: Finder | null;
  /** The patterns took too long on a text. They mark nothing any more. */
  readonly isTooSlow: boolean;
}

/** Where regular expressions match in the texts on screen, as main tells. */
export interface FoundStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => FoundSnapshot;
  /** Other patterns than before drop everything. */
  readonly setPatterns: (patterns: readonly RegexPattern[]) => void;
}

/** Makes the store. At most one request is under way; when it is answered, the newest texts come first. */
export function createFoundStore(api: Pick<Bridge, 'queryFindRanges'>): FoundStore {
  const listeners = new Set<() => void>();
  const known = new Map<string, readonly TextRange[]>();
  let knownChars = 0;
  const wanted = new Set<string>();
  let patterns: readonly RegexPattern[] = [];
  let isLoading = false;
  let snapshot: FoundSnapshot = { find: null, isTooSlow: false };

  const publish = (isTooSlow: boolean): void => {
    snapshot = { find: patterns.length === 0 || isTooSlow ? null : toFinder(), isTooSlow };
    for (const listener of listeners) listener();
  };
  const toFinder = (): Finder => (text) => {
    const ranges = known.get(text);
    if (ranges !== undefined) return ranges;
    if (text === '' || text.length > FOUND_CHARS_MAX) return NOTHING;
    if (wanted.size === 0 && !isLoading) queueMicrotask(() => void pump());
    // What is asked for again is newer.
    wanted.delete(text);
    wanted.add(text);
    return NOTHING;
  };

  const keep = (text: string, ranges: readonly TextRange[]): void => {
    known.set(text, ranges);
    knownChars += text.length;
    // The oldest answers stand first.
    for (const old of known.keys()) {
      if (known.size <= FOUND_KEPT_MAX && knownChars <= FOUND_KEPT_CHARS_MAX) break;
      known.delete(old);
      knownChars -= old.length;
    }
  };
  const pump = async (): Promise<void> => {
    if (isLoading || wanted.size === 0 || snapshot.find === null) return;
    const texts = takeTexts(wanted);
    const askedFor = patterns;
    isLoading = true;
    const answer = await api.queryFindRanges({ patterns, texts }).catch(() => null);
    isLoading = false;
    if (askedFor === patterns) {
      if (answer?.ok === true) texts.forEach((text, at) => keep(text, answer.value[at] ?? NOTHING));
      const isTooSlow = answer?.ok === false && answer.error.kind === 'too-slow';
      if (answer?.ok === true || isTooSlow) publish(isTooSlow);
    }
    await pump();
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => snapshot,
    setPatterns: (newPatterns) => {
      if (isSame(newPatterns, patterns)) return;
      patterns = newPatterns;
      known.clear();
      knownChars = 0;
      wanted.clear();
      publish(false);
    },
  };
}

/** The newest texts, as many as are looked through at once. What was wanted before them has left the screen. */
function takeTexts(wanted: Set<string>): readonly string[] {
  const texts: string[] = [];
  let chars = 0;
  for (const text of [...wanted].toReversed()) {
    chars += text.length;
    if (texts.length >= FOUND_TEXTS_MAX || chars > FOUND_CHARS_MAX) break;
    texts.push(text);
  }
  wanted.clear();
  return texts;
}

function isSame(a: readonly RegexPattern[], b: readonly RegexPattern[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ source, flags }, at) => source === b[at]?.source && flags === b[at].flags)
  );
}
