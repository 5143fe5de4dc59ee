import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startDemoServer } from '../../../main/replay/demo-server.ts';
import type { DemoServer, DemoServerOptions } from '../../../main/replay/demo-server.ts';
import { countingClock, instantClock, openSocket } from './demo-support.ts';

const running: DemoServer[] = [];
async function start(options: DemoServerOptions = {}): Promise<DemoServer> {
  const server = await startDemoServer(options);
  running.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Resolves with whether a connection can be made. */
async function canConnect(port: number, host: string): Promise<boolean> {
  const socket = connect({ port, host });
  const outcome = await Promise.race([
    once(socket, 'connect').then(() => true),
    new Promise<boolean>((resolve) => socket.once('error', () => resolve(false))),
  ]).catch(() => false);
  socket.destroy();
  return outcome;
}

/** Local addresses in state LISTEN for a port, as the kernel writes them; `ss -ltn` reads the same. */
function listListeners(port: number): readonly string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => state === '0A' && local.endsWith(`:${hexPort}`))
    .map(([, local = '']) => local);
}

describe('the demo server as a server', () => {
  test('it listens on loopback only', async () => {
    const { port } = await start();
    if (existsSync('/proc/net/tcp'))
      expect(listListeners(port)).toEqual([expect.stringMatching(/^0100007F:/)]);
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address !== undefined && !address.internal && address.family === 'IPv4');
    for (const address of outside) {
      expect(await canConnect(port, address?.address ?? '')).toBe(false);
    }
    expect(await canConnect(port, '127.0.0.1')).toBe(true);
  });

  test('two servers take two ports, and a taken port is told', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(first.port).not.toBe(second.port);
    expect(first.origin).toBe(`http://127.0.0.1:${first.port}`);
    await expect(startDemoServer({ port: first.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  test('closing cuts live streams, clears their timers and frees the port', async () => {
    const clock = countingClock();
    const server = await start({ clock });
    const paths = ['/news', '/stocks?rate=1', '/status', '/orders/live', '/broken'];
    const responses = await Promise.all(paths.map((path) => fetch(`${server.origin}${path}`)));
    await vi.waitFor(() => expect(clock.getPending()).toBe(paths.length));
    await Promise.all([server.close(), server.close()]);
    await vi.waitFor(() => expect(clock.getPending()).toBe(0));
    for (const response of responses) await expect(response.text()).rejects.toThrow();
    expect(await canConnect(server.port, '127.0.0.1')).toBe(false);
  });

  test('a client that goes takes its timer with it', async () => {
    const clock = countingClock();
    const server = await start({ clock });
    const gone = new AbortController();
    await fetch(`${server.origin}/status`, { signal: gone.signal });
    const chat = { method: 'POST', body: '{}', signal: gone.signal };
    await fetch(`${server.origin}/v1/chat/completions`, chat);
    await vi.waitFor(() => expect(clock.getPending()).toBe(2));
    gone.abort();
    await vi.waitFor(() => expect(clock.getPending()).toBe(0));
  });

  test('a client that does not read holds the stream back', async () => {
    let waits = 0;
    const clock = instantClock();
    const server = await start({
      clock: {
        monotonicMs: clock.monotonicMs,
        wait: (waitMs, signal) => {
          waits++;
          return clock.wait(waitMs, signal);
        },
      },
    });
    const socket = await openSocket(server.port);
    socket.pause();
    socket.write(`GET /stocks?rate=1000 HTTP/1.1\r\nHost: localhost:${server.port}\r\n\r\n`);
    let before = -1;
    await vi.waitFor(
      () => {
        const still = waits > 1000 && waits === before;
        before = waits;
        expect(still).toBe(true);
      },
      { timeout: 15_000, interval: 100 },
    );
    socket.destroy();
  });

  test('a slow request head is cut off', async () => {
    const { port } = await start({ headersTimeoutMs: 100 });
    const silent = await openSocket(port);
    const slow = await openSocket(port);
    slow.write('GET /pets HTTP/1.1\r\nHost: local');
    for (const socket of [silent, slow]) socket.resume();
    await Promise.all([once(silent, 'close'), once(slow, 'close')]);
  });

  test('the 129th connection is refused, and room comes back', async () => {
    const { port, origin } = await start();
    const sockets = await Promise.all(Array.from({ length: 128 }, () => openSocket(port)));
    const surplus = await openSocket(port);
    surplus.resume();
    await once(surplus, 'close');
    for (const socket of sockets) socket.destroy();
    await vi.waitFor(async () => {
      const response = await fetch(`${origin}/pets`);
      expect(response.status).toBe(200);
      await response.text();
    });
  });

  test('CONNECT gets no tunnel', async () => {
    const { port } = await start();
    const socket = await openSocket(port);
    socket.write(`CONNECT evil.test:80 HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
    let answer = '';
    socket.on('data', (part: Buffer) => {
      answer += part.toString('latin1');
    });
    await once(socket, 'close');
    expect(answer).not.toMatch(/ 200 /);
  });
});
