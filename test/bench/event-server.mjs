// A loopback server in a process of its own that sends events as fast as the reader takes them.
// Prints its port. `GET /?events=N` answers with N events of about 120 bytes and ends.
import { createServer } from 'node:http';

const EVENTS_PER_BLOCK = 500;

/** @param {number} number */
function toEvent(number) {
  const price = ((number * 7919) % 100_000) / 100;
  const fields = `"symbol":"TIDE","price":${price},"volume":${number % 5000}`;
  return `id: ${number}\nevent: tick\ndata: {${fields},"note":"a line of ordinary length here"}\n\n`;
}

const server = createServer((request, response) => {
  const events = Number(new URL(request.url ?? '/', 'http://x').searchParams.get('events') ?? 1000);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  let sent = 0;
  const write = () => {
    while (sent < events) {
      const until = Math.min(events, sent + EVENTS_PER_BLOCK);
      let block = '';
      for (; sent < until; sent++) block += toEvent(sent);
      if (!response.write(block)) {
        response.once('drain', write);
        return;
      }
    }
    response.end();
  };
  write();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
process.on('disconnect', () => process.exit(0));
