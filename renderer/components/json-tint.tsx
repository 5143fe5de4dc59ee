import { memo } from 'react';
import { looksLikeJson, toJsonTokens } from './json-tokens.ts';
import type { JsonTokenKind } from './json-tokens.ts';
import { toVisible } from './visible-text.tsx';

const CLASS_OF: Readonly<Record<JsonTokenKind, string | undefined>> = {
  key: 'jk',
  string: 'js',
  number: 'jn',
  literal: 'jl',
  punctuation: 'jp',
  text: undefined,
};

/** One line of text from the wire, coloured if it begins like JSON. It may be cut anywhere. */
export const JsonTint = memo(function JsonTint(props: {
  readonly text: string;
  /** The text is JSON whatever it begins with, such as a string alone. */
  readonly isJson?: boolean;
}) {
  const { text } = props;
  if (props.isJson !== true && !looksLikeJson(text)) return <bdi>{toVisible(text)}</bdi>;
  return (
    <bdi>
      {toJsonTokens(text).map((token, index) => (
        <span key={index} className={CLASS_OF[token.kind]}>
          {toVisible(token.text)}
        </span>
      ))}
    </bdi>
  );
});
