import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SseFraming } from '../../../main/stream/sse-framing.ts';
import { PROBLEMS_PER_CONNECTION_MAX } from '../../../shared/limits.ts';
import { toEntries } from '../../../shared/model/plain-events.ts';
import type { TimelineEntry } from '../../../shared/model/timeline.ts';

function frame(
  chunks: readonly Uint8Array[],
  eventBytesMax?: number,
): { readonly entries: readonly TimelineEntry[]; readonly lastEventId: string } {
  const framing = new SseFraming({
    seqs: { next: 0 },
    offset: 0,
    lastEventId: '',
    ...(eventBytesMax === undefined ? {} : { eventBytesMax }),
  });
  const entries = toEntries(chunks.flatMap((chunk) => framing.push(chunk, 1)));
  return { entries: [...entries, ...toEntries(framing.end(2))], lastEventId: framing.lastEventId };
}

function frameText(text: string, eventBytesMax?: number): readonly TimelineEntry[] {
  return frame([Buffer.from(text)], eventBytesMax).entries;
}

function eventsOf(text: string): readonly (readonly [string, string])[] {
  return frameText(text).flatMap((entry) =>
    entry.kind === 'event' ? [[entry.type, entry.data] as const] : [],
  );
}

describe('events', () => {
  test.each([
    ['LF', 'data: a\n\ndata: b\n\n'],
    ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n'],
    ['CR', 'data: a\r\rdata: b\r\r'],
    ['mixed', 'data: a\r\n\ndata: b\n\r'],
  ])('%s ends lines', (_name, text) => {
    expect(eventsOf(text)).toEqual([
      ['message', 'a'],
      ['message', 'b'],
    ]);
  });

  test('a byte order mark at the start is not part of the first line, and only the first one', () => {
    expect(eventsOf('\uFEFFdata: a\n\n')).toEqual([['message', 'a']]);
    expect(eventsOf('\uFEFF\uFEFFdata: a\n\n')).toEqual([]);
    expect(eventsOf('data: a\n\n\uFEFFdata: b\n\n')).toEqual([['message', 'a']]);
  });

  test('several data lines are joined by LF, and an empty data line counts', () => {
    expect(eventsOf('data: a\ndata\ndata: b\n\n')).toEqual([['message', 'a\n\nb']]);
    expect(eventsOf('data\n\n')).toEqual([['message', '']]);
  });

  test('an id-only block sets the last event ID and dispatches nothing', () => {
    const { entries, lastEventId } = frame([Buffer.from('id: 7\n\n')]);
    expect(entries).toEqual([]);
    expect(lastEventId).toBe('7');
  });

  test.each([
    ['event: nodata\n\n', { offset: 0, length: 14, line: 1, detail: 'event: nodata' }],
    ['data: a\n\nevent:ping\n\n', { offset: 9, length: 11, line: 3, detail: 'event:ping' }],
    ['id: 1\r\nevent: é\r\n\r\n', { offset: 7, length: 11, line: 2, detail: 'event: é' }],
    ['id: 1\revent: b\r\r', { offset: 6, length: 9, line: 2, detail: 'event: b' }],
    ['event: a\nevent: b\n\n', { offset: 9, length: 9, line: 2, detail: 'event: b' }],
    ['event: a\n: c\nid: 1\n\n', { offset: 0, length: 9, line: 1, detail: 'event: a' }],
    ['event: a\r\n: c\r\n\r\n', { offset: 0, length: 10, line: 1, detail: 'event: a' }],
  ])('%j has no data and is told at the line of its name', (text, place) => {
    const problems = frameText(text).filter((entry) => entry.kind === 'problem');
    expect(problems).toEqual([
      { kind: 'problem', problem: 'no-data', seq: expect.any(Number) as number, atMs: 1, ...place },
    ]);
  });

  test.each([
    'id: 7\n\n',
    'retry: 5\n\n',
    ': event: a\n\n',
    'event\n\n',
    'event:\n\n',
    'event: \n\n',
    'id: event: a\n\n',
    'event: a\ndata\n\n',
    'data: a\n: c\nevent: a\n\n',
    '\n\n',
  ])('%j misses no data', (text) => {
    expect(frameText(text)).not.toContainEqual(expect.objectContaining({ problem: 'no-data' }));
  });

  test('events without data are told up to the limit of problems', () => {
    const entries = frameText(`${'event: a\n\n'.repeat(20_000)}data: next\n\n`);
    const problems = entries.filter((entry) => entry.kind === 'problem');
    expect(problems).toHaveLength(PROBLEMS_PER_CONNECTION_MAX + 1);
    expect(problems.at(-1)).toMatchObject({ problem: 'more-problems' });
    expect(entries.at(-1)).toMatchObject({ kind: 'event', data: 'next' });
  });

  test('a retry line takes effect at once and has its own bytes', () => {
    const [retry, event] = frameText('data: x\nretry: 3000\ndata: y\n\n');
    expect(retry).toMatchObject({ kind: 'retry', ms: 3000, offset: 8, length: 12, seq: 0 });
    expect(event).toMatchObject({ kind: 'event', data: 'x\ny', offset: 0, length: 29, seq: 1 });
  });

  test('the bytes of an event are those of its block, comments inside included', () => {
    const text = ': hello\n\nevent: a\n: inside\ndata: é\n\ndata: 2\n\n';
    const bytes = Buffer.from(text);
    const entries = frameText(text);
    expect(entries.map((entry) => entry.kind)).toEqual(['comment', 'comment', 'event', 'event']);
    const event = entries[2];
    if (event?.kind !== 'event') throw new Error('no event');
    expect(bytes.subarray(event.offset, event.offset + event.length).toString()).toBe(
      'event: a\n: inside\ndata: é\n\n',
    );
    expect(event.sizeBytes).toBe(2);
  });

  test('an unfinished event is a problem, not an event', () => {
    expect(frameText('data: a\n\ndata: cut')).toMatchObject([
      { kind: 'event', data: 'a' },
      { kind: 'problem', problem: 'unfinished-event', offset: 9, length: 9, detail: 'data: cut' },
    ]);
    expect(frameText('data: a\n')).toMatchObject([{ problem: 'unfinished-event' }]);
    expect(frameText(': only a comment\n')).toMatchObject([{ kind: 'comment' }]);
  });
});

describe('limits', () => {
  test('an event over the limit keeps its beginning and its true length, and the next one is right', () => {
    const long = `data: ${'x'.repeat(500)}\n\n`;
    const [event, problem, next] = frameText(`${long}data: next\n\n`, 100);
    expect(event).toMatchObject({ kind: 'event', isTruncated: true, length: long.length });
    expect(event).toMatchObject({ data: 'x'.repeat(94) });
    expect(problem).toMatchObject({ problem: 'truncated-event', offset: 0, length: long.length });
    expect(next).toMatchObject({ kind: 'event', data: 'next', isTruncated: false });
  });

  test('many small data lines with comments between them are bounded together', () => {
    const block = 'data: aaaaaaaaaaaaaaaaaaaa\n:c\n'.repeat(100);
    const entries = frameText(`${block}\ndata: next\n\n`, 200);
    expect(entries.filter((entry) => entry.kind === 'comment')).toHaveLength(100);
    const [event, next] = entries.filter((entry) => entry.kind === 'event');
    expect(event).toMatchObject({ isTruncated: true });
    expect(event?.kind === 'event' && event.data.length).toBeLessThan(200);
    expect(next).toMatchObject({ data: 'next', isTruncated: false });
  });

  test('a field that the limit cuts in two is no field, and no id', () => {
    const { entries, lastEventId } = frame(
      [Buffer.from('data: aaaa\nid: 123456\ndata: b\n\n')],
      17,
    );
    expect(entries).toMatchObject([
      { kind: 'event', data: 'aaaa', id: null, isTruncated: true },
      { kind: 'problem', problem: 'truncated-event' },
    ]);
    expect(lastEventId).toBe('');
    expect(frameText('data: aaaa\nda: bbbbb\n\n', 13)).toMatchObject([
      { kind: 'event', data: 'aaaa' },
      { kind: 'problem', problem: 'truncated-event' },
    ]);
  });

  test('comments do not use up the room of the event after them', () => {
    const entries = frameText(`${':\n'.repeat(500)}data: whole\n\n`, 50);
    expect(entries.at(-1)).toMatchObject({ kind: 'event', data: 'whole', isTruncated: false });
  });

  test('a comment over the limit is cut and told, and harms no event', () => {
    const entries = frameText(`:${'c'.repeat(300)}\ndata: whole\n\n`, 100);
    expect(entries).toMatchObject([
      { kind: 'problem', problem: 'truncated-event' },
      { kind: 'comment', text: 'c'.repeat(99), length: 302 },
      { kind: 'event', data: 'whole', isTruncated: false },
    ]);
  });
});

describe('cuts of the network', () => {
  const FIXTURE = Buffer.from(
    '\uFEFF: start\r\nretry: 10\r\n\r\nid: 1\revent: é\rdata: 🌊 a\rdata: b\r\r' +
      'data: no colon after\ndata\nunknown: x\nr: y\n\nid\ndata:  two spaces\r\n\r\n: end\n\n' +
      'event: none\r\n: c\r\n\r\nevent: none\r\rdata: cut',
  );
  const WHOLE = frame([FIXTURE]);

  test('one byte at a time gives the same entries', () => {
    const bytes = [...FIXTURE].map((byte) => Uint8Array.of(byte));
    expect(frame(bytes)).toEqual(WHOLE);
  });

  test('every cut in two gives the same entries', () => {
    for (let cut = 0; cut <= FIXTURE.length; cut++) {
      expect(frame([FIXTURE.subarray(0, cut), FIXTURE.subarray(cut)])).toEqual(WHOLE);
    }
  });

  test('random streams under random cuts give the same entries', () => {
    const piece = fc.constantFrom(
      'data: a',
      'data:b',
      'data',
      'id: 1',
      'id',
      'id: a\0b',
      'event: x',
      'event:',
      'retry: 5',
      'retry: x',
      ': c',
      ':',
      'é🌊',
      '\uFEFF',
      'foo: bar',
      '\n',
      '\r',
      '\r\n',
      '\n\n',
      '\r\n\r\n',
      '\r\r',
    );
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat(200)), (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''));
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
        places.sort((one, other) => one - other);
        const chunks = places.slice(1).map((to, index) => bytes.subarray(places[index], to));
        expect(frame(chunks)).toEqual(frame([bytes]));
        expect(frame(chunks, 12)).toEqual(frame([bytes], 12));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('large blocks', () => {
  const LINES = 'data: é\ndata\ndata:  b\n'.repeat(60_000);

  test('are read as small ones are, in every field', () => {
    const text = `event: big\n${LINES}id: 7\nunknown\n${LINES}\ndata: next\n\n`;
    const expected = `${'é\n\n b\n'.repeat(120_000).slice(0, -1)}`;
    const { entries, lastEventId } = frame([...cutInto(Buffer.from(text), 65_536)]);
    expect(entries).toMatchObject([
      { kind: 'problem', problem: 'unknown-field', line: 180_003 },
      {
        kind: 'event',
        type: 'big',
        id: '7',
        isTruncated: false,
        sizeBytes: Buffer.byteLength(expected),
      },
      { kind: 'event', data: 'next' },
    ]);
    const [, big] = entries;
    expect(big?.kind === 'event' && big.data === expected).toBe(true);
    expect(lastEventId).toBe('7');
  });

  test('of lines that are no fields are told up to the limit of problems, in linear time', () => {
    const entries = frame(
      cutInto(Buffer.from(`${'x\n'.repeat(3_000_000)}\ndata: next\n\n`), 65_536),
    );
    const problems = entries.entries.filter((entry) => entry.kind === 'problem');
    expect(problems).toHaveLength(10_001);
    expect(problems.at(-1)).toMatchObject({ problem: 'more-problems' });
    expect(entries.entries.at(-1)).toMatchObject({ kind: 'event', data: 'next' });
  });
});

function cutInto(bytes: Buffer, size: number): readonly Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}
