import { expect, test } from 'vitest';
import { toDeltaPreview } from '../../../shared/merge/delta-preview.ts';

const chunk = (choice: unknown, more: object = {}): string =>
  JSON.stringify({ object: 'chat.completion.chunk', choices: [choice], ...more });

test.each([
  [chunk({ delta: { content: ' dogs' } }), [['delta.content', '" dogs"']]],
  [chunk({ delta: { role: 'assistant', content: '' } }), [['delta.role', '"assistant"']]],
  [chunk({ delta: {}, finish_reason: 'stop' }), [['finish_reason', '"stop"']]],
  [
    '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a\\n"}}',
    [['delta.text', '"a\\n"']],
  ],
])('%s', (data, parts) => {
  expect(toDeltaPreview(data)?.map((part) => [part.path, part.value])).toEqual(parts);
});

test.each([
  '[DONE]',
  '{"object":"other","note":"chat.completion.chunk"}',
  '"chat.completion.chunk"',
  '{"object":"chat.completion.chunk"',
  chunk({ delta: { content: 'x'.repeat(5000) } }),
  '{"type":"content_block_delta"}',
])('%s has no preview of its own', (data) => {
  expect(toDeltaPreview(data)).toBeNull();
});
