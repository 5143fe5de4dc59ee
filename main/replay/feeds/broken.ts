import type { DemoExchange } from '../demo-exchange.ts';
import { openEventStream, toBlock, writePaced } from '../event-writer.ts';
import type { PacedChunk } from '../event-writer.ts';
import { pickInteger, seededRandom } from '../seeded-random.ts';

const ORDINARY_EVENTS = 14;

/** Pieces that a server gets wrong, each with the number of events that it still dispatches. */
const FAULTS: readonly { readonly events: number; readonly bytes: string | Uint8Array }[] = [
  // A field that the standard does not know is passed over; the event is dispatched.
  { events: 1, bytes: 'evnet: order.created\nid: 101\ndata: {"order":8401}\n\n' },
  {
    events: 1,
    bytes: 'event: order.paid\nid: 102\ntimestamp: 1795355884\ndata: {"order":8401}\n\n',
  },
  // JSON that ends too early, or is none.
  { events: 1, bytes: 'event: order.paid\nid: 103\ndata: {"order":8402,"total":76.\n\n' },
  { events: 1, bytes: "event: order.paid\nid: 104\ndata: {'order': 8403, 'paid': True}\n\n" },
  { events: 1, bytes: 'event: order.paid\nid: 105\ndata: {"order":8404,"total":NaN}\n\n' },
  // Reconnection times that are no whole number.
  { events: 0, bytes: 'retry: soon\n\n' },
  { events: 1, bytes: 'retry: 1.5\ndata: {"order":8405}\n\n' },
  { events: 0, bytes: 'retry: -1\n\n' },
  // NUL in an id: the id is ignored, the event is not.
  { events: 1, bytes: 'event: order.shipped\nid: 10\u00006\ndata: {"order":8401}\n\n' },
  // A block without data dispatches nothing.
  { events: 0, bytes: 'event: order.lost\nid: 107\n\n' },
  // A field line without a colon has an empty value.
  { events: 1, bytes: 'event: order.empty\nid: 108\ndata\n\n' },
  // An id that goes back, and one that empties the last event ID.
  { events: 1, bytes: 'id: 42\ndata: {"order":8406}\n\n' },
  { events: 1, bytes: 'id\ndata: {"order":8407}\n\n' },
  // Line ends of all three kinds in one block.
  {
    events: 1,
    bytes: 'event: order.mixed\r\nid: 109\rdata: {"order":8408,\ndata: "lines":2}\r\n\r\n',
  },
  // Two lines in one data field, the second of which lost its field name.
  { events: 1, bytes: 'event: order.note\nid: 110\ndata: first line\nsecond line\n\n' },
  // Bytes that are no UTF-8.
  {
    events: 1,
    bytes: Buffer.from('event: order.note\nid: 111\ndata: caf\u00e9 to go\n\n', 'latin1'),
  },
  // Colour codes and a mirrored file name: text that attacks who looks at it.
  {
    events: 1,
    bytes: 'event: order.note\nid: 112\ndata: \u001b[31mred\u001b[0m \u202egnp.exe\n\n',
  },
  // A field name with a space before the colon is another, unknown field.
  { events: 0, bytes: 'data : {"order":8409}\n\n' },
  { events: 1, bytes: ':: heartbeat ::\nevent: order.paid\nid: 113\ndata: {"order":8410}\n\n' },
  { events: 1, bytes: 'EVENT: order.paid\nid: 114\ndata: {"order":8411}\n\n' },
  { events: 1, bytes: 'event: order paid, really?\nid: 115\ndata: {"order":8412}\n\n' },
];

/** Events that the broken stream dispatches; the unfinished last one is not among them. */
export const BROKEN_EVENTS = ORDINARY_EVENTS + FAULTS.reduce((sum, fault) => sum + fault.events, 0);

/**
 * The broken stream: what servers get wrong, between events that are right. It ends in the
 * middle of an event, which a browser drops in silence. A client that reconnects is told by 204 to stop.
 */
export async function handleBroken(exchange: DemoExchange): Promise<void> {
  if (exchange.request.headers['last-event-id'] !== undefined) {
    exchange.response.writeHead(204).end();
    return;
  }
  openEventStream(exchange);
  if (await writePaced(exchange, toBrokenChunks())) exchange.response.end();
}

/** The whole broken stream with its times. */
export function* toBrokenChunks(): Generator<PacedChunk> {
  const gapMs = (index: number): number => pickInteger(seededRandom(index + 5), 90, 240);
  yield { waitMs: 20, bytes: '\ufeff' };
  let ordinary = 0;
  const share = ORDINARY_EVENTS / FAULTS.length;
  for (const [index, fault] of FAULTS.entries()) {
    while (ordinary < share * (index + 1)) {
      ordinary++;
      const data = { order: 8400 + ordinary, state: 'created' };
      const bytes = toBlock({ event: 'order.created', id: ordinary, data });
      yield { waitMs: gapMs(index), bytes };
    }
    yield { waitMs: gapMs(index + 100), bytes: fault.bytes };
  }
  yield { waitMs: 200, bytes: 'event: order.created\nid: 116\ndata: {"order":8413,"sta' };
}
