import { expect, test } from 'vitest';
import { detectByMediaType, sniffShape } from '../../../main/stream/detect-shape.ts';

test.each([
  ['text/event-stream', 'event-stream'],
  ['Text/Event-Stream;charset=utf-8', 'event-stream'],
  ['application/x-ndjson', 'ndjson'],
  ['application/jsonl', 'ndjson'],
  ['application/json-seq', 'json-seq'],
  ['multipart/x-mixed-replace; boundary=x', 'multipart'],
  ['application/json', 'ordinary'],
  ['multipart/form-data; boundary=x', 'ordinary'],
  ['text/event-streams', 'ordinary'],
  ['', 'ordinary'],
  [null, 'ordinary'],
] as const)('the media type %s is read as %s', (contentType, shape) => {
  expect(detectByMediaType(contentType)).toBe(shape);
});

test.each([
  ['data: a\n\n', 'event-stream'],
  [': hello\n\nevent: a\ndata: b\n\n', 'event-stream'],
  ['\uFEFFid: 1\r\ndata:x', 'event-stream'],
  ['{"a":1}\n{"a":2}\n', 'ndjson'],
  ['{"a":1}\r\n\r\n[2]\r\n{"a', 'ndjson'],
  ['\u001E{"a":1}\n', 'json-seq'],
  ['{"a":1}\n', null],
  ['{\n"a": 1\n}\n', null],
  ['1\n2\n3\n', null],
  ['hello\ndata: later\n', null],
  ['', null],
] as const)('a body that begins with %j looks like %s', (text, shape) => {
  expect(sniffShape(Buffer.from(text))).toBe(shape);
});
