import { describe, expect, test } from 'vitest';
import { MultipartFraming } from '../../../main/stream/multipart-framing.ts';
import type { TimelineEntry } from '../../../shared/model/timeline.ts';
import { createRandom, cutAt } from '../../support/framed.ts';
import { makeCuts } from '../../support/stream-fuzz.ts';

const TYPE = 'multipart/x-mixed-replace; boundary=frame';

function frame(
  chunks: readonly Uint8Array[],
  contentType: string | null = TYPE,
  eventBytesMax?: number,
): readonly TimelineEntry[] {
  const framing = new MultipartFraming(contentType, {
    seqs: { next: 0 },
    offset: 0,
    lastEventId: '',
    ...(eventBytesMax === undefined ? {} : { eventBytesMax }),
  });
  const entries = chunks.flatMap((chunk) => framing.push(chunk, 1));
  return [...entries, ...framing.end(2)];
}

function partsOf(text: string, contentType: string | null = TYPE): readonly unknown[] {
  return frame([Buffer.from(text)], contentType).map((entry) =>
    entry.kind === 'event' ? [entry.type, entry.data] : entry.kind,
  );
}

const JSON_PART = '--frame\r\nContent-Type: application/json\r\n\r\n{"a":1}\r\n';

describe('parts', () => {
  test('each part is an event of its media type, without the line end before the delimiter', () => {
    expect(partsOf(`${JSON_PART}--frame\r\n\r\nplain\r\n\r\n--frame--\r\nepilogue`)).toEqual([
      ['application/json', '{"a":1}'],
      ['text/plain', 'plain\r\n'],
    ]);
  });

  test('LF alone ends lines as well, and what stands before the first delimiter is no part', () => {
    expect(partsOf('preamble\n--frame\nContent-Type: text/html\n\n<p>\n--frame--')).toEqual([
      ['text/html', '<p>'],
    ]);
  });

  test('a part with a length is complete with its last byte', () => {
    const head = '--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 4\r\n\r\n';
    const framing = new MultipartFraming(TYPE, { seqs: { next: 0 }, offset: 0, lastEventId: '' });
    const entries = framing.push(Buffer.from(`${head}\r\n--${'\r\n--frame\r\n'}`), 1);
    expect(entries).toMatchObject([{ type: 'image/jpeg', data: '\r\n--', sizeBytes: 4 }]);
  });

  test('the boundary may be missing, quoted, or written with its dashes', () => {
    const text = `${JSON_PART}--frame--`;
    const expected = [['application/json', '{"a":1}']];
    expect(partsOf(text, null)).toEqual(expected);
    expect(partsOf(text, 'multipart/mixed; boundary="frame"')).toEqual(expected);
    expect(partsOf(text, 'multipart/x-mixed-replace;boundary=--frame')).toEqual(expected);
  });

  test('a line that only begins like the delimiter belongs to the part', () => {
    expect(partsOf('--frame\n\na\n--framework\nb --frame\n--frame--')).toEqual([
      ['text/plain', 'a\n--framework\nb --frame'],
    ]);
  });

  test('a part that the end of the stream cuts is a problem', () => {
    expect(partsOf(`${JSON_PART}--frame\r\n\r\ncut`)).toEqual([
      ['application/json', '{"a":1}'],
      'problem',
    ]);
    expect(frame([Buffer.from('--frame\r\n\r\ncut')])).toMatchObject([
      { problem: 'unfinished-event' },
    ]);
  });

  test('the place of a part is that of its head and content', () => {
    const bytes = Buffer.from(`${JSON_PART}--frame--`);
    const [part] = frame([bytes]);
    if (part?.kind !== 'event') throw new Error('no event');
    expect(bytes.toString('utf8', part.offset, part.offset + part.length)).toBe(
      'Content-Type: application/json\r\n\r\n{"a":1}',
    );
  });

  test('a part over the limit keeps its beginning, and the next one is right', () => {
    const long = `--frame\r\n\r\n${'x'.repeat(500)}\r\n`;
    const entries = frame([Buffer.from(`${long}${JSON_PART}--frame--`)], TYPE, 100);
    expect(entries).toMatchObject([
      { kind: 'event', isTruncated: true, sizeBytes: 500 },
      { kind: 'problem', problem: 'truncated-event' },
      { kind: 'event', data: '{"a":1}', isTruncated: false },
    ]);
  });
});

test('T21: however the network cuts the parts, they are the same', () => {
  const bytes = Buffer.from(
    `pre\r\n${JSON_PART}--frame\r\nContent-Length: 9\r\n\r\n\r\n--frame\r\n--frame \r\n\r\n\r\n` +
      '--frame\n\n--fram\n--framee\né🌊\n--frame\r\nContent-Length: 2\n\nabcd\r\n--frame--\r\nend',
  );
  for (const contentType of [TYPE, null]) {
    const whole = frame([bytes], contentType);
    expect(whole.length).toBeGreaterThan(3);
    expect(frame(cutAt(bytes, [...bytes.keys()]), contentType)).toEqual(whole);
    const random = createRandom(7);
    for (let way = 0; way < 3_000; way++) {
      const cuts = makeCuts(random, bytes.length);
      expect({ cuts, entries: frame(cutAt(bytes, cuts), contentType) }).toEqual({
        cuts,
        entries: whole,
      });
    }
  }
});
