/** Rules on fields and on dispatching; `sse-rules.ts` has those on bytes and lines. */
import type { Rule } from './sse-rule.ts';

const SPEC = 'https://html.spec.whatwg.org/multipage/server-sent-events.html';
const INTERPRETING = `${SPEC}#event-stream-interpretation`;
const FIELD = `${SPEC}#processField`;
const DISPATCH = `${SPEC}#dispatchMessage`;

export const FIELD_RULES: readonly Rule[] = [
  // Fields
  {
    rule: '`event` sets the event type',
    spec: FIELD,
    stream: 'event: add\ndata: a\n\n',
    events: [['add', 'a', '']],
  },
  {
    rule: 'the last `event` of a block counts',
    spec: FIELD,
    stream: 'event: a\nevent: b\ndata: x\n\n',
    events: [['b', 'x', '']],
  },
  {
    rule: 'an empty `event` means `message`',
    spec: FIELD,
    stream: 'event: a\nevent:\ndata: x\n\n',
    events: [['message', 'x', '']],
  },
  {
    rule: 'the event type is exact: colons and spaces belong to it',
    spec: FIELD,
    stream: 'event: a: b \ndata: x\n\n',
    events: [['a: b ', 'x', '']],
  },
  {
    rule: '`data` appends the value and a LF',
    spec: FIELD,
    stream: 'data: a\ndata:\ndata: b\n\n',
    events: [['message', 'a\n\nb', '']],
  },
  {
    rule: '`id` sets the last event ID',
    spec: FIELD,
    stream: 'id: 1\ndata: a\n\n',
    events: [['message', 'a', '1']],
    lastEventId: '1',
  },
  {
    rule: 'the last event ID stays with the events that follow',
    spec: FIELD,
    stream: 'id: 1\ndata: a\n\ndata: b\n\n',
    events: [
      ['message', 'a', '1'],
      ['message', 'b', '1'],
    ],
    lastEventId: '1',
  },
  {
    rule: 'an empty `id` resets the last event ID',
    spec: FIELD,
    stream: 'id: 1\ndata: a\n\nid\ndata: b\n\n',
    events: [
      ['message', 'a', '1'],
      ['message', 'b', ''],
    ],
    lastEventId: '',
  },
  {
    rule: 'an `id` that holds U+0000 is ignored',
    spec: FIELD,
    stream: 'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n',
    events: [
      ['message', 'a', '1'],
      ['message', 'b', '1'],
    ],
    lastEventId: '1',
  },
  {
    rule: 'an `id` ignored for U+0000 does not undo the one before it',
    spec: FIELD,
    stream: 'id: 3\nid: \0\ndata: a\n\n',
    events: [['message', 'a', '3']],
    lastEventId: '3',
  },
  {
    rule: 'U+0000 is an ordinary character anywhere else',
    spec: FIELD,
    stream: 'event: e\0\ndata: a\0b\n\n',
    events: [['e\0', 'a\0b', '']],
  },
  {
    rule: 'the last `id` of a block counts',
    spec: FIELD,
    stream: 'id: 1\nid: 2\ndata: a\n\n',
    events: [['message', 'a', '2']],
    lastEventId: '2',
  },
  {
    rule: 'the last event ID of an earlier connection is kept',
    spec: FIELD,
    stream: 'data: a\n\n',
    before: '41',
    events: [['message', 'a', '41']],
    lastEventId: '41',
  },
  {
    rule: 'an empty `id` resets that of an earlier connection too',
    spec: FIELD,
    stream: 'id:\ndata: a\n\n',
    before: '41',
    events: [['message', 'a', '']],
    lastEventId: '',
  },
  {
    rule: '`retry` of ASCII digits sets the reconnection time',
    spec: FIELD,
    stream: 'retry: 3000\n\n',
    events: [],
    retries: [3000],
  },
  {
    rule: '`retry` is read in base ten, zeros before it included',
    spec: FIELD,
    stream: 'retry: 010\n',
    events: [],
    retries: [10],
  },
  {
    rule: '`retry` with anything but ASCII digits is ignored',
    spec: FIELD,
    stream:
      'retry: 5x\nretry: -1\nretry: +1\nretry: 1.5\nretry: 1e3\nretry: 0x10\nretry:  5\nretry: 5 \nretry: ٣\n\n',
    events: [],
    retries: [],
  },
  {
    rule: 'an empty `retry` is ignored',
    spec: FIELD,
    stream: 'retry\nretry:\nretry: \n\n',
    events: [],
    retries: [],
  },
  {
    rule: 'any other field is ignored',
    spec: FIELD,
    stream: 'foo: bar\ndata: a\nbar\n\n',
    events: [['message', 'a', '']],
  },
  {
    rule: 'field names are compared with case and as a whole',
    spec: FIELD,
    stream: 'Data: x\nDATA: x\ndata : x\n data: x\ndatax: y\ndat: z\n\n',
    events: [],
  },
  // Dispatch
  {
    rule: 'a block without data dispatches nothing',
    spec: DISPATCH,
    stream: 'event: a\n\n',
    events: [],
  },
  {
    rule: 'the event type of a block without data does not reach the next one',
    spec: DISPATCH,
    stream: 'event: a\n\ndata: x\n\n',
    events: [['message', 'x', '']],
  },
  {
    rule: 'a block of an id alone sets the last event ID',
    spec: DISPATCH,
    stream: 'id: 7\n\n',
    events: [],
    lastEventId: '7',
  },
  {
    rule: 'a block of an id alone holds for the events that follow',
    spec: DISPATCH,
    stream: 'id: 7\n\ndata: a\n\n',
    events: [['message', 'a', '7']],
    lastEventId: '7',
  },
  {
    rule: 'one LF at the end of the data is removed',
    spec: DISPATCH,
    stream: 'data: a\ndata:\n\n',
    events: [['message', 'a\n', '']],
  },
  {
    rule: 'an empty `data` line dispatches an event with no data',
    spec: DISPATCH,
    stream: 'data\n\n',
    events: [['message', '', '']],
  },
  {
    rule: 'several empty lines dispatch once',
    spec: DISPATCH,
    stream: 'data: a\n\n\n\n',
    events: [['message', 'a', '']],
  },
  {
    rule: 'the buffers are empty after a dispatch',
    spec: DISPATCH,
    stream: 'event: a\ndata: x\n\ndata: y\n\n',
    events: [
      ['a', 'x', ''],
      ['message', 'y', ''],
    ],
  },
  // Examples of the standard
  {
    rule: 'example: stock quotes in three data lines',
    spec: INTERPRETING,
    stream: 'data: YHOO\ndata: +2\ndata: 10\n\n',
    events: [['message', 'YHOO\n+2\n10', '']],
  },
  {
    rule: 'example: four blocks with a comment, an id and an empty id',
    spec: INTERPRETING,
    stream:
      ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n',
    events: [
      ['message', 'first event', '1'],
      ['message', 'second event', ''],
      ['message', ' third event', ''],
    ],
    lastEventId: '',
    comments: ['test stream'],
  },
  {
    rule: 'example: two empty events and an unfinished one',
    spec: INTERPRETING,
    stream: 'data\n\ndata\ndata\n\ndata:',
    events: [
      ['message', '', ''],
      ['message', '\n', ''],
    ],
  },
  {
    rule: 'example: the space after the colon makes no difference',
    spec: INTERPRETING,
    stream: 'data:test\n\ndata: test\n\n',
    events: [
      ['message', 'test', ''],
      ['message', 'test', ''],
    ],
  },
];
