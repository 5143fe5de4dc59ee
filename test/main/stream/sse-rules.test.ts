import { describe, expect, test } from 'vitest';
import { cutAt, frameChunks, toReference } from '../../support/framed.ts';
import { readReference } from '../../support/reference-parser.ts';
import { RULES } from '../../support/sse-rules.ts';
import type { Rule } from '../../support/sse-rule.ts';

function read(
  rule: Rule,
  chunks: readonly Uint8Array[],
): Required<Omit<Rule, 'rule' | 'spec' | 'stream' | 'before'>> {
  const { steps, lastEventId } = toReference(
    frameChunks(chunks, { lastEventId: rule.before ?? '' }),
  );
  return {
    events: steps.flatMap((step) =>
      step.kind === 'event' ? [[step.type, step.data, step.lastEventId] as const] : [],
    ),
    lastEventId,
    retries: steps.flatMap((step) => (step.kind === 'retry' ? [step.ms] : [])),
    comments: steps.flatMap((step) => (step.kind === 'comment' ? [step.text] : [])),
  };
}

describe.each(RULES.map((rule) => [rule.rule, rule] as const))('%s', (_name, rule) => {
  const bytes = Buffer.from(rule.stream as Uint8Array);
  const expected = {
    events: rule.events,
    lastEventId: rule.lastEventId ?? rule.before ?? '',
    retries: rule.retries ?? [],
    comments: rule.comments ?? [],
  };

  test(rule.spec, () => {
    expect(read(rule, [bytes])).toEqual(expected);
  });

  test('in one byte at a time, and cut in two and three at every byte', () => {
    expect(read(rule, cutAt(bytes, [...bytes.keys()]))).toEqual(expected);
    for (let first = 0; first <= bytes.length; first++) {
      expect(read(rule, cutAt(bytes, [first]))).toEqual(expected);
      expect(read(rule, cutAt(bytes, [first, first + 1]))).toEqual(expected);
    }
  });

  test('the reference reads it so too', () => {
    const { steps } = readReference(bytes, rule.before ?? '');
    expect(
      steps.flatMap((step) =>
        step.kind === 'event' ? [[step.type, step.data, step.lastEventId]] : [],
      ),
    ).toEqual(expected.events);
  });
});
