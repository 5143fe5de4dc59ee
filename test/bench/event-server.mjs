// A loopback server in a process of its own that sends events as fast as the reader takes them.
// Prints its port. `GET /?events=N` answers with N events of about 120 bytes and ends; with `&rate=R` R of them a
// second, and never faster than the reader takes them.
import { createServer } from 'node:http';

const EVENTS_PER_BLOCK = 500;
/** Time between two blocks of a stream with a rate, in milliseconds. */
const TICK_MS = 10;

/** @param {number} number */
function toEvent(number) {
  const price = ((number * 7919) % 100_000) / 100;
  const fields = `"symbol":"TIDE","price":${price},"volume":${number % 5000}`;
  return `id: ${number}\nevent: tick\ndata: {${fields},"note":"a line of ordinary length here"}\n\n`;
}

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
      const until = Math.min(due, sent + EVENTS_PER_BLOCK);
      let block = '';
      for (; sent < until; sent++) block += toEvent(sent);
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
