import type { DemoRequest } from '../../shared/model/demo.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { PacedChunk } from './event-writer.ts';
import { BROKEN_EVENTS, toBrokenChunks } from './feeds/broken.ts';
import { toChatChunks } from './feeds/chat-script.ts';
import { NDJSON_LINES, toNdjsonChunks } from './feeds/other-shapes.ts';
import { ORDER_EVENTS, ORDER_EVENTS_BEFORE_DROP, toOrderChunks } from './feeds/orders.ts';

const STREAM_FIELDS: readonly HeaderField[] = [{ name: 'Accept', value: 'text/event-stream' }];
const JSON_FIELDS: readonly HeaderField[] = [{ name: 'Accept', value: 'application/json' }];

const CHAT_CONTENT = {
  model: 'tideline-demo',
  stream: true,
  messages: [
    { role: 'system', content: 'You help visitors of a pet shelter.' },
    { role: 'user', content: 'Which of your dogs get on with cats?' },
  ],
};

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Words = Pick<DemoRequest, 'id' | 'title' | 'summary'> & Partial<DemoRequest>;

/**
 * The demo endpoints as ready requests, in the order of the sidebar; the featured ones are those
 * of the first-run screen. Extents are counted from the streams themselves.
 */
export function listDemoRequests(origin: string): readonly DemoRequest[] {
  const stream = (path: string, words: Words): DemoRequest => ({
    ...toDemo('GET', `${origin}${path}`, STREAM_FIELDS, null),
    streams: true,
    ...words,
  });
  const json = (
    method: Method,
    path: string,
    words: Words,
    content: unknown = null,
  ): DemoRequest => ({
    ...toDemo(method, `${origin}${path}`, JSON_FIELDS, content),
    ...words,
  });
  const chat = toChatChunks(CHAT_CONTENT.model);
  return [
    {
      ...toDemo('POST', `${origin}/v1/chat/completions`, STREAM_FIELDS, CHAT_CONTENT),
      id: 'chat',
      title: 'LLM chat with a tool call',
      summary: 'Reasoning, text and a tool call, at the pace of a real model',
      extent: toExtent(chat.length, chat),
      group: 'Chat',
      streams: true,
      isFeatured: true,
    },
    stream('/orders/live', {
      id: 'orders',
      title: 'Order feed that drops once',
      summary: 'Named events, ids, heartbeats, one reconnect',
      extent: toExtent(ORDER_EVENTS, toOrderChunks(0, ORDER_EVENTS)),
      group: 'Live feeds',
      isFeatured: true,
    }),
    stream('/broken', {
      id: 'broken',
      title: 'Broken stream',
      summary: 'Bad JSON, unknown fields, a cut last event',
      extent: toExtent(BROKEN_EVENTS, toBrokenChunks()),
      group: 'Live feeds',
      isFeatured: true,
    }),
    stream('/news', {
      id: 'news',
      title: 'Live news',
      summary: 'Named events with ids, resumes where it was',
      extent: '2 events/s, no end',
      group: 'Live feeds',
    }),
    stream('/stocks', {
      id: 'stocks',
      title: 'Stock ticker',
      summary: 'Many types, fast; set the pace with ?rate=',
      extent: '50 events/s, no end',
      group: 'Live feeds',
    }),
    stream('/status', {
      id: 'status',
      title: 'System status',
      summary: 'Heartbeat comments, a reconnection time, an event now and then',
      extent: 'a heartbeat each 2 s, no end',
      group: 'Live feeds',
    }),
    stream('/ndjson', {
      id: 'ndjson',
      title: 'Download as JSON lines',
      summary: 'One JSON value a line, as model servers tell progress',
      extent: toExtent(NDJSON_LINES, toNdjsonChunks()),
      group: 'Live feeds',
    }),
    stream('/plain-sse', {
      id: 'plain-sse',
      title: 'Events as text/plain',
      summary: 'An event stream under the wrong Content-Type',
      extent: toExtent(ORDER_EVENTS_BEFORE_DROP, toOrderChunks(0, ORDER_EVENTS_BEFORE_DROP)),
      group: 'Live feeds',
    }),
    json('GET', '/pets', {
      id: 'list-pets',
      title: 'List pets',
      summary: 'All pets; narrow with ?status=',
      group: 'Pet',
    }),
    json('GET', '/pets/7741', {
      id: 'get-pet',
      title: 'Get pet',
      summary: 'One pet',
      group: 'Pet',
    }),
    json(
      'PUT',
      '/pets/7741',
      { id: 'update-pet', title: 'Update pet', summary: 'The pet as changed', group: 'Pet' },
      { status: 'adopted' },
    ),
    json('DELETE', '/pets/7741', {
      id: 'delete-pet',
      title: 'Delete pet',
      summary: 'Answers 204 without content',
      group: 'Pet',
    }),
    json('GET', '/orders/8421', {
      id: 'get-order',
      title: 'Get order',
      summary: 'One order with its items',
      group: 'Store',
    }),
    json(
      'POST',
      '/orders',
      { id: 'create-order', title: 'Create order', summary: 'Answers 201', group: 'Store' },
      { store: 'harbour', items: [{ sku: 'leash-red-m', count: 1 }] },
    ),
    json('GET', '/user/2210', {
      id: 'get-user',
      title: 'Get user',
      summary: 'One customer',
      group: 'User',
    }),
  ];
}

function toDemo(
  method: Method,
  url: string,
  headers: readonly HeaderField[],
  content: unknown,
): Omit<DemoRequest, 'id' | 'title' | 'summary'> {
  return {
    extent: '',
    group: '',
    streams: false,
    isFeatured: false,
    request: {
      method,
      url,
      headers,
      body:
        content === null
          ? { kind: 'none' }
          : { kind: 'json', text: JSON.stringify(content, null, 2) },
    },
  };
}

function toExtent(events: number, chunks: Iterable<PacedChunk>): string {
  let durationMs = 0;
  for (const chunk of chunks) durationMs += chunk.waitMs;
  return `${events} events, ${Math.round(durationMs / 1000)} s`;
}
