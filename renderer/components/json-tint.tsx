import { memo } from 'react';
import type { ReactNode } from 'react';
import { cutAtRanges } from './cut-at-ranges.ts';
import type { Finder, TextRange } from '../../shared/query/find-ranges.ts';
import { JSON_CLASSES, looksLikeJson, toJsonTokens } from './json-tokens.ts';
import type { JsonTokenKind } from './json-tokens.ts';
import { hasRightToLeft, toVisible } from './visible-text.tsx';

/** A piece of a text with what was found in it marked. Hidden characters are shown as glyphs. */
function toMarked(piece: string, offset: number, ranges: readonly TextRange[]): ReactNode {
  if (ranges.length === 0) return toVisible(piece);
  return cutAtRanges(piece, offset, ranges).map(({ text, isFound }, index) =>
    isFound ? <mark key={index}>{toVisible(text)}</mark> : toVisible(text),
  );
}

const NOTHING: readonly TextRange[] = [];

/** The tokens that hold words of the server. */
const TEXT_KINDS: ReadonlySet<JsonTokenKind> = new Set(['key', 'string']);

/** Text from the wire with what was found in it marked. */
export const FoundText = memo(function FoundText(props: {
  readonly text: string;
  readonly find: Finder | null;
}) {
  return <bdi>{toMarked(props.text, 0, props.find?.(props.text) ?? NOTHING)}</bdi>;
});

/** One line of text from the wire, coloured if it begins like JSON. It may be cut anywhere. */
export const JsonTint = memo(function JsonTint(props: {
  readonly text: string;
  /** The text is JSON whatever it begins with, such as a string alone. */
  readonly isJson?: boolean;
  readonly find?: Finder | null;
}) {
  const { text, find = null } = props;
  if (props.isJson !== true && !looksLikeJson(text)) return <FoundText text={text} find={find} />;
  const ranges = find?.(text) ?? NOTHING;
  // Isolation costs layout time in every row, so a text without such letters goes without.
  const isIsolated = hasRightToLeft(text);
  let offset = 0;
  // JSON runs from left to right, whatever letters are in its strings.
  return (
    <bdi dir="ltr">
      {toJsonTokens(text).map((token, index) => {
        const from = offset;
        offset += token.text.length;
        const Part = isIsolated && TEXT_KINDS.has(token.kind) ? 'bdi' : 'span';
        return (
          <Part key={index} className={JSON_CLASSES[token.kind]}>
            {toMarked(token.text, from, ranges)}
          </Part>
        );
      })}
    </bdi>
  );
});
