/**
 * One run of one engine in this process, told by arguments: `engine.js bare|tideline ORIGIN EVENTS`.
 * Prints a line of JSON: milliseconds from the request to the last event, and the events seen.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createParser } from 'eventsource-parser';
import { Agent, request } from 'undici';
import { LiveExchanges } from '../../main/ipc/live-exchanges.ts';
import type { ExchangeProgress } from '../../shared/ipc/contract.ts';

async function runBare(url: string): Promise<number> {
  let events = 0;
  const parser = createParser({ onEvent: () => events++ });
  const decoder = new TextDecoder();
  const dispatcher = new Agent();
  const { body } = await request(url, { dispatcher });
  for await (const chunk of body) parser.feed(decoder.decode(chunk as Buffer, { stream: true }));
  await dispatcher.close();
  return events;
}

/** The whole engine as the window has it: spool on disk, index, counters, pushes. */
async function runTideline(url: string, folder: string): Promise<number> {
  let finish: (progress: ExchangeProgress) => void = () => undefined;
  const finished = new Promise<ExchangeProgress>((resolve) => {
    finish = resolve;
  });
  const exchanges = new LiveExchanges({
    spoolsFolder: folder,
    userAgent: 'Tideline/bench',
    push: (_windowId, progress) => {
      if (progress.state.kind === 'closed') finish(progress);
    },
  });
  const sent = await exchanges.send(1, { method: 'GET', url, headers: [], body: { kind: 'none' } });
  if (!sent.ok) throw new Error(sent.error.kind);
  const { counters } = await finished;
  await exchanges.releaseWindow(1);
  return counters.events;
}

const [engine = '', origin = '', count = '0'] = process.argv.slice(2);
const url = `${origin}/?events=${count}`;
const folder = await mkdtemp(join(tmpdir(), 'tideline-bench-'));
const startedMs = performance.now();
const events = await (engine === 'bare' ? runBare(url) : runTideline(url, folder));
const ms = performance.now() - startedMs;
await rm(folder, { recursive: true, force: true });
console.log(JSON.stringify({ engine, events, ms, rssBytes: process.memoryUsage.rss() }));
