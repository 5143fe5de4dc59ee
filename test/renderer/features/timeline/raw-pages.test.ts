import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  LINE_BYTES_MAX,
  RAW_PAGE_BYTES,
  getPageBytes,
  isPageStale,
  toRawPage,
  toRawTokens,
  wrapAt,
} from '../../../../renderer/features/timeline/raw-pages.ts';
import { createRawStore } from '../../../../renderer/features/timeline/raw-store.ts';
import type { BodyInput, BodyPart } from '../../../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../../../shared/model/ids.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function readPart(body: Uint8Array, offset: number, length: number, chunkBytes = 1000): BodyPart {
  const bytes = body.subarray(offset, offset + length);
  const chunks = [];
  for (
    let at = Math.floor(offset / chunkBytes) * chunkBytes;
    at < offset + bytes.length;
    at += chunkBytes
  ) {
    chunks.push({ offset: at, length: Math.min(chunkBytes, body.length - at), atMs: at });
  }
  return { offset, bytes, bodyBytes: body.length, chunks };
}

/** Every line of a body, read page by page, each page on its own. */
function readAll(body: Uint8Array) {
  const pages = Math.ceil(body.length / RAW_PAGE_BYTES);
  return Array.from({ length: pages }, (_, page) => {
    const { offset, length } = getPageBytes(page, page + 1, body.length);
    return toRawPage(readPart(body, offset, length), page).lines;
  }).flat();
}

describe('raw pages', () => {
  test('together are the lines of the body, whatever the pages cut', () => {
    const source = Array.from(
      { length: 400 },
      (_, i) => `data: {"n":${i},"t":"${'é'.repeat(i % 90)}"}`,
    );
    const body = encode(source.join('\n') + '\n');
    expect(readAll(body).map((line) => line.text)).toEqual(source);
  });

  test('a page is the same, alone or with its neighbours', () => {
    const body = encode(
      Array.from({ length: 900 }, (_, i) => `line ${i} ${'x'.repeat(i % 70)}`).join('\n'),
    );
    const { offset, length } = getPageBytes(0, 6, body.length);
    const together = readPart(body, offset, length);
    for (let page = 0; page < 6; page++) {
      const own = getPageBytes(page, page + 1, body.length);
      expect(toRawPage(together, page).lines).toEqual(
        toRawPage(readPart(body, own.offset, own.length), page).lines,
      );
    }
  });

  test('a line without end is broken at pages and loses no byte', () => {
    const text = 'ü'.repeat(3 * RAW_PAGE_BYTES);
    const lines = readAll(encode(text));
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.map((line) => line.text).join('')).toBe(text);
  });

  test('any text comes back whole', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3000 }),
      fc.constant('\n'),
      fc.constant('\r\n'),
      fc.constant('y'.repeat(LINE_BYTES_MAX + 7)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('').replace(/\r/g, '');
        const lines = readAll(encode(text));
        const joined = lines.map((line) => line.text).join('');
        expect(joined).toBe(text.replaceAll('\n', ''));
      }),
      { numRuns: 60 },
    );
  });

  test('CRLF is one line end, and offsets are those of the bytes', () => {
    const lines = readAll(encode('é\r\nb\r\n\r\nc'));
    expect(lines.map(({ offset, text }) => [offset, text])).toEqual([
      [0, 'é'],
      [4, 'b'],
      [7, ''],
      [9, 'c'],
    ]);
  });

  test('chunk boundaries stand where they fall in the text', () => {
    const body = encode('data: héllo\ndata: two\n');
    const part: BodyPart = {
      offset: 0,
      bytes: body,
      bodyBytes: body.length,
      // The second one falls into the two bytes of é.
      chunks: [
        { offset: 0, length: 8, atMs: 1 },
        { offset: 8, length: 7, atMs: 2 },
        { offset: 15, length: 8, atMs: 3 },
      ],
    };
    expect(toRawPage(part, 0).lines.map((line) => line.marks.map((mark) => mark.at))).toEqual([
      [0, 8],
      [2],
    ]);
  });

  test('only a page near the end is read again when the body grows', () => {
    expect(isPageStale(0, 100, 200)).toBe(true);
    expect(isPageStale(0, RAW_PAGE_BYTES + LINE_BYTES_MAX, 1e9)).toBe(false);
    expect(isPageStale(3, 100, 100)).toBe(false);
  });
});

test('lines wrap by columns; wide characters take two', () => {
  expect(wrapAt('abcdefg', 3)).toEqual([3, 6, 7]);
  expect(wrapAt('', 3)).toEqual([0]);
  expect(wrapAt('日本語', 4)).toEqual([2, 3]);
  expect(wrapAt('a\u202eb', 7)).toEqual([2, 3]);
});

test('tokens of a line are the line again', () => {
  for (const line of ['data: {"a":1}', ': ping', 'event:x', 'plain', '', 'data:', 'retry: 3000']) {
    expect(
      toRawTokens(line)
        .map((token) => token.text)
        .join(''),
    ).toBe(line);
  }
});

test('a body of 300 MB is read only where it is looked at', async () => {
  const asked: BodyInput[] = [];
  const size = 300_000_000;
  const store = createRawStore(
    'x-00000001' as ExchangeId,
    async (input) => {
      asked.push(input);
      const bytes = new Uint8Array(input.length).fill(97);
      for (let at = 0; at < bytes.length; at += 60) bytes[at] = 10;
      return { ok: true, value: { offset: input.offset, bytes, bodyBytes: size, chunks: [] } };
    },
    (callback) => void setTimeout(callback, 0),
  );
  store.subscribe(() => undefined);
  store.applySize(size);
  const last = Math.ceil(size / RAW_PAGE_BYTES) - 1;
  for (const from of [0, 30_000, last]) {
    store.setWanted(from, from + 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(store.getPage(from)?.lines.length).toBeGreaterThan(0);
  }
  expect(asked.reduce((sum, input) => sum + input.length, 0)).toBeLessThan(200_000);
});
