// A loopback server in a process of its own that sends events as fast as the reader takes them.
// Prints its port. `GET /?events=N` answers with N events of about 120 bytes and ends; with `&rate=R` R of them a
// second, and never faster than the reader takes them.
//
// It stands for a server on another machine, and is measured together with nobody: so it must cost next to nothing.
// The events of a block are written once; of a later block only their ids are. That is a quarter of the work of
// writing every event, and the bare client is then as fast as it is, and not as the server. For the same reason it gives
// way to what is measured: on two cores it would else take one from the window in every other frame.
import { createServer } from 'node:http';
import { constants, setPriority } from 'node:os';

const EVENTS_PER_BLOCK = 500;
/** Time between two blocks of a stream with a rate, in milliseconds. */
const TICK_MS = 10;
/** An id has leading zeros, so that it fits where another was. */
const ID_DIGITS = 8;
const ID_AT = 'id: '.length;
const ZERO = '0'.charCodeAt(0);

/** @param {number} number */
function toEvent(number) {
  const price = ((number * 7919) % 100_000) / 100;
  const fields = `"symbol":"TIDE","price":${price},"volume":${number}`;
  const id = '0'.repeat(ID_DIGITS);
  return `id: ${id}\nevent: tick\ndata: {${fields},"note":"a line of ordinary length here"}\n\n`;
}

const EVENTS = Array.from({ length: EVENTS_PER_BLOCK }, (_, number) => toEvent(number));
const BLOCK = Buffer.from(EVENTS.join(''), 'latin1');
/** Where each event of a block begins, and where the last one ends. */
const STARTS = EVENTS.reduce(
  (starts, event) => [...starts, (starts.at(-1) ?? 0) + event.length],
  [0],
);

/**
 * The bytes of `count` events, at most a block, whose ids count from `first`.
 *
 * @param {number} first
 * @param {number} count
 */
function toBlock(first, count) {
  const block = Buffer.from(BLOCK.subarray(0, STARTS[count]));
  for (let event = 0; event < count; event++) {
    let rest = first + event;
    const lastDigitAt = (STARTS[event] ?? 0) + ID_AT + ID_DIGITS - 1;
    for (let at = lastDigitAt; rest > 0; at--) {
      block[at] = ZERO + (rest % 10);
      rest = Math.trunc(rest / 10);
    }
  }
  return block;
}

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const server = createServer((request, response) => {
  // The window asks again when a stream ends; 204 tells it that this one is over.
  if (request.headers['last-event-id'] !== undefined) {
    response.writeHead(204).end();
    return;
  }
  const { searchParams } = new URL(request.url ?? '/', 'http://x');
  const events = Number(searchParams.get('events') ?? 1000);
  const rate = Number(searchParams.get('rate') ?? Infinity);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const startedMs = performance.now();
  let sent = 0;
  const write = () => {
    const dueNow = rate === Infinity ? events : (rate * (performance.now() - startedMs)) / 1000;
    const due = Math.min(events, Math.floor(dueNow));
    while (sent < due) {
      const count = Math.min(due - sent, EVENTS_PER_BLOCK);
      const block = toBlock(sent, count);
      sent += count;
      if (!response.write(block)) {
        response.once('drain', write);
        return;
      }
    }
    if (response.destroyed) return;
    if (sent < events) setTimeout(write, TICK_MS);
    else response.end();
  };
  write();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
process.on('disconnect', () => process.exit(0));
