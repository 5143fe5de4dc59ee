import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TailWatch } from '../../../main/stream/tail-watch.ts';

test('however a stream is cut, its end is found', () => {
  const block = fc.constantFrom('data: a\n\n', 'data: [DONE]\n\n', ': b\n\n', 'x'.repeat(300));
  fc.assert(
    fc.property(fc.array(block), fc.array(fc.nat(80)), (blocks, sizes) => {
      const bytes = Buffer.from(blocks.join(''));
      const tail = new TailWatch();
      let at = 0;
      for (const size of sizes) tail.note(bytes.subarray(at, (at += size)));
      tail.note(bytes.subarray(at));
      // After other bytes without a line end it is no line of its own.
      const isLine = blocks.at(-2)?.startsWith('x') !== true;
      expect(tail.saysDone()).toBe(blocks.at(-1) === 'data: [DONE]\n\n' && isLine);
    }),
  );
});

test('another connection begins without what came before', () => {
  const tail = new TailWatch();
  tail.note(Buffer.from('data: [DONE]\n\n'));
  expect(tail.saysDone()).toBe(true);
  tail.clear();
  expect(tail.saysDone()).toBe(false);
});
