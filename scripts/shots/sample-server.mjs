// The servers that the pictures talk to. Every byte and its time is in sample-data.mjs.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PET_PAGE, makePicture } from './http-data.mjs';
import {
  ORDER,
  adoptionSteps,
  chatSteps,
  moreTicks,
  plainSteps,
  resumedSteps,
} from './sample-data.mjs';

/**
 * @typedef {object} SampleServer
 * @property {string} origin
 * @property {string} tlsOrigin with a certificate that nobody trusts
 * @property {string} closedOrigin where nothing listens
 * @property {(count: number) => void} sendTicks to the newest adoption feed
 * @property {() => void} endFeed ends the newest adoption feed as a restart does
 * @property {() => Promise<void>} close
 */

const STREAM_HEAD = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  'x-request-id': 'req_7f1c02',
  vary: 'Origin',
};

/** @returns {Promise<SampleServer>} */
export async function startSampleServer() {
  /** @type {import('node:http').ServerResponse | null} */
  let feed = null;
  let attempts = 0;
  /** @type {import('node:http').RequestListener} */
  const answer = (request, response) => {
    request.resume();
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    if (pathname === '/v1/messages') return void play(response, chatSteps());
    if (pathname === '/adoptions/live') {
      attempts++;
      // A proxy that cuts, a server that is not back yet, and the rest.
      if (attempts === 1) {
        return void play(response, adoptionSteps()).then(() => response.destroy());
      }
      if (attempts === 2) return void response.destroy();
      feed = response;
      return void play(response, resumedSteps());
    }
    if (pathname === '/adoptions/plain') {
      return void play(response, plainSteps(), 'text/plain; charset=utf-8');
    }
    if (pathname === '/v1/slow') {
      response.writeHead(200, { ...STREAM_HEAD, 'content-encoding': 'gzip' }).flushHeaders();
      return;
    }
    if (pathname === '/moved/8421') {
      return void response.writeHead(301, { location: '/orders/8421' }).end();
    }
    if (pathname === '/adoptions.html') {
      return void response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(PET_PAGE);
    }
    if (pathname === '/harbour.bmp') {
      return void response.writeHead(200, { 'content-type': 'image/bmp' }).end(makePicture());
    }
    response.writeHead(200, { 'content-type': 'application/json', 'x-store': 'harbour' });
    response.end(ORDER);
  };
  const server = createServer(answer);
  const tlsServer = createTlsServer(await makeCertificate(), answer);
  const closed = createServer();
  const ports = await Promise.all([server, tlsServer, closed].map(listen));
  closed.close();
  return {
    origin: `http://localhost:${ports[0]}`,
    tlsOrigin: `https://localhost:${ports[1]}`,
    closedOrigin: `http://localhost:${ports[2]}`,
    sendTicks: (count) => feed?.write(moreTicks(count)),
    endFeed: () => void feed?.end(),
    close: async () => {
      for (const each of [server, tlsServer]) {
        each.close();
        each.closeAllConnections();
      }
    },
  };
}

/**
 * @param {import('node:net').Server} server
 * @returns {Promise<number>} port
 */
async function listen(server) {
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/**
 * Writes each step at its time and leaves the stream open.
 *
 * @param {import('node:http').ServerResponse} response
 * @param {readonly import('./sample-data.mjs').Step[]} steps
 * @param {string} [contentType]
 */
async function play(response, steps, contentType = STREAM_HEAD['content-type']) {
  response.socket?.setNoDelay(true);
  response.writeHead(200, { ...STREAM_HEAD, 'content-type': contentType }).flushHeaders();
  const startedMs = performance.now();
  for (const { atMs, text } of steps) {
    await sleep(Math.max(0, atMs - (performance.now() - startedMs)));
    if (response.destroyed) return;
    response.write(text);
  }
}

async function makeCertificate() {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-shots-'));
  try {
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const args =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
    await promisify(execFile)('openssl', [
      ...args.split(' '),
      '-keyout',
      keyFile,
      '-out',
      certFile,
    ]);
    return { key: await readFile(keyFile), cert: await readFile(certFile) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
