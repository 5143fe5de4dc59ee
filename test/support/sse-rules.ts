/** The rules of WHATWG HTML 9.2 on reading an event stream, each with its place in the standard. */

import { FIELD_RULES } from './sse-field-rules.ts';
import type { Rule } from './sse-rule.ts';

const SPEC = 'https://html.spec.whatwg.org/multipage/server-sent-events.html';
const PARSING = `${SPEC}#parsing-an-event-stream`;
const INTERPRETING = `${SPEC}#event-stream-interpretation`;

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => Buffer.from(typeof part === 'string' ? part : [part])));

/** On bytes and lines. */
const LINE_RULES: readonly Rule[] = [
  // Decoding
  {
    rule: 'the stream is UTF-8, whatever else is said',
    spec: PARSING,
    stream: 'data: é🌊\n\n',
    events: [['message', 'é🌊', '']],
  },
  {
    rule: 'bytes that are no UTF-8 become U+FFFD',
    spec: PARSING,
    stream: bytes('data: a', 0xff, 'b\n\n'),
    events: [['message', 'a\uFFFDb', '']],
  },
  {
    rule: 'a cut sequence becomes one U+FFFD, and the line goes on',
    spec: PARSING,
    stream: bytes('data: ', 0xf0, 0x9f, 0x8c, 'b\n\n'),
    events: [['message', '\uFFFDb', '']],
  },
  {
    rule: 'an encoded surrogate is no UTF-8',
    spec: PARSING,
    stream: bytes('data: ', 0xed, 0xa0, 0x80, '\n\n'),
    events: [['message', '\uFFFD\uFFFD\uFFFD', '']],
  },
  {
    rule: 'one byte order mark at the start is dropped',
    spec: PARSING,
    stream: '\uFEFFdata: a\n\n',
    events: [['message', 'a', '']],
  },
  {
    rule: 'a second byte order mark belongs to the field name',
    spec: PARSING,
    stream: '\uFEFF\uFEFFdata: a\n\ndata: b\n\n',
    events: [['message', 'b', '']],
  },
  {
    rule: 'a byte order mark further on is a character',
    spec: PARSING,
    stream: 'data: \uFEFFa\n\n\uFEFFdata: b\n\n',
    events: [['message', '\uFEFFa', '']],
  },
  {
    rule: 'an incomplete byte order mark is no mark',
    spec: PARSING,
    stream: bytes(0xef, 0xbb, '\ndata: a\n\n'),
    events: [['message', 'a', '']],
  },
  // Lines
  {
    rule: 'LF ends a line',
    spec: PARSING,
    stream: 'data: a\ndata: b\n\n',
    events: [['message', 'a\nb', '']],
  },
  {
    rule: 'CR ends a line',
    spec: PARSING,
    stream: 'data: a\rdata: b\r\r',
    events: [['message', 'a\nb', '']],
  },
  {
    rule: 'CRLF ends one line, not two',
    spec: PARSING,
    stream: 'data: a\r\ndata: b\r\n\r\n',
    events: [['message', 'a\nb', '']],
  },
  {
    rule: 'LF CR ends two lines',
    spec: PARSING,
    stream: 'data: a\n\rdata: b\n\r',
    events: [
      ['message', 'a', ''],
      ['message', 'b', ''],
    ],
  },
  {
    rule: 'line ends may be mixed',
    spec: PARSING,
    stream: 'data: a\rdata: b\r\ndata: c\n\r\n',
    events: [['message', 'a\nb\nc', '']],
  },
  {
    rule: 'a last line without an end is not processed',
    spec: PARSING,
    stream: 'data: a\n\nid: 2',
    events: [['message', 'a', '']],
    lastEventId: '',
  },
  {
    rule: 'other line separators of Unicode are characters',
    spec: PARSING,
    stream: 'data: a\u2028b\u0085c\u000bd\n\n',
    events: [['message', 'a\u2028b\u0085c\u000bd', '']],
  },
  // Interpretation of lines
  {
    rule: 'an empty line dispatches the event',
    spec: INTERPRETING,
    stream: 'data: a\n\n',
    events: [['message', 'a', '']],
  },
  {
    rule: 'a line that starts with a colon is ignored',
    spec: INTERPRETING,
    stream: ':x\n: y\n::\ndata: a\n\n',
    events: [['message', 'a', '']],
    comments: ['x', 'y', ':'],
  },
  {
    rule: 'a comment inside a block does not end it',
    spec: INTERPRETING,
    stream: 'data: a\n:\ndata: b\n\n',
    events: [['message', 'a\nb', '']],
    comments: [''],
  },
  {
    rule: 'the name stands before the first colon, the value after it',
    spec: INTERPRETING,
    stream: 'data:a:b:c\n\n',
    events: [['message', 'a:b:c', '']],
  },
  {
    rule: 'one space after the colon is removed, and only one',
    spec: INTERPRETING,
    stream: 'data:a\ndata: b\ndata:  c\n\n',
    events: [['message', 'a\nb\n c', '']],
  },
  {
    rule: 'a tab after the colon is kept',
    spec: INTERPRETING,
    stream: 'data:\ta\n\n',
    events: [['message', '\ta', '']],
  },
  {
    rule: 'spaces at the end are kept',
    spec: INTERPRETING,
    stream: 'data: a \n\n',
    events: [['message', 'a ', '']],
  },
  {
    rule: 'a line without a colon is a field with an empty value',
    spec: INTERPRETING,
    stream: 'data\ndata\n\n',
    events: [['message', '\n', '']],
  },
  {
    rule: 'a line of one space is a field, not an empty line',
    spec: INTERPRETING,
    stream: 'data: a\n \ndata: b\n\n',
    events: [['message', 'a\nb', '']],
  },
  {
    rule: 'an unfinished event at the end is discarded',
    spec: INTERPRETING,
    stream: 'data: a\n\ndata: b\n',
    events: [['message', 'a', '']],
  },
  {
    rule: 'the id of an unfinished event is discarded as well',
    spec: INTERPRETING,
    stream: 'id: 1\ndata: a\n\nid: 2\ndata: b\n',
    events: [['message', 'a', '1']],
    lastEventId: '1',
  },
];

/** Every rule of the table. */
export const RULES: readonly Rule[] = [...LINE_RULES, ...FIELD_RULES];
