/**
 * What a timeline of many events costs after it is there, told by arguments: `query.js EVENTS`. Writes a log as a live
 * stream does, and then asks. Prints a line of JSON: milliseconds of each question, and memory before and after.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExchangeLog } from '../../main/log/exchange-log.ts';
import { FilteredList } from '../../main/log/query/filtered-list.ts';
import { QueryHost } from '../../main/log/query/query-host.ts';
import { TimelineBuilder } from '../../main/stream/timeline-builder.ts';
import { UNKNOWN_CONNECTION } from '../../shared/model/connection-facts.ts';
import { toExchangeId } from '../../shared/model/ids.ts';
import { NO_TIMINGS } from '../../shared/model/attempt-timings.ts';
import { parseQuery } from '../../shared/query/parse-query.ts';

const EVENTS_PER_CHUNK = 500;
const PAGE_ROWS = 100;

function toEvent(number: number): string {
  const price = ((number * 7919) % 100_000) / 100;
  const fields = `"symbol":"TIDE","price":${price},"volume":${number % 5000}`;
  const type = number % 3 === 0 ? 'tick' : 'quote';
  return `id: ${number}\nevent: ${type}\ndata: {${fields},"note":"a line of ordinary length here"}\n\n`;
}

async function writeLog(folder: string, events: number): Promise<ExchangeLog> {
  const exchangeId = toExchangeId('x-00000000-bench');
  if (exchangeId === null) throw new Error('no id');
  const log = await ExchangeLog.create(folder, { exchangeId, startedAtMs: 0 });
  const builder = new TimelineBuilder({ readAs: 'event-stream', lastEventId: '' });
  log.appendEntries(
    builder.addFact({
      kind: 'open',
      atMs: 0,
      attempt: 1,
      status: 200,
      reason: 'OK',
      httpVersion: 'HTTP/1.1',
      tlsVersion: null,
      ...UNKNOWN_CONNECTION,
      informational: [],
      redirect: null,
      headers: [],
      timings: NO_TIMINGS,
    }),
  );
  for (let sent = 0; sent < events; sent += EVENTS_PER_CHUNK) {
    let block = '';
    for (let number = sent; number < sent + EVENTS_PER_CHUNK; number++) block += toEvent(number);
    const bytes = Buffer.from(block);
    const atMs = sent / 100;
    await log.writeChunk(bytes, atMs);
    log.appendEntries(builder.addChunk(bytes, atMs));
  }
  await log.flush();
  return log;
}

interface QueryTimes {
  /** Until the first rows could be read; the worker starts with the first query. */
  readonly firstPageMs: number;
  /** Until every entry had been looked at. */
  readonly wholeMs: number;
  readonly matched: number;
}

/** Runs a query to its end and reads its first page as soon as there is one. */
async function runQuery(log: ExchangeLog, host: QueryHost, text: string): Promise<QueryTimes> {
  const parsed = parseQuery(text);
  if (!parsed.ok || parsed.value === null) throw new Error(`no query: ${text}`);
  let change: () => void = () => undefined;
  const startedMs = performance.now();
  const list = new FilteredList(
    { node: parsed.value, matchesCase: false },
    {
      host,
      source: (fromSeq) => log.getSnapshot(fromSeq),
      countEntries: () => log.entries,
      path: join(log.folder, 'query.bin'),
      onChange: () => change(),
    },
  );
  let firstPageMs: number | null = null;
  while (list.state.kind !== 'up-to-date') {
    if (list.state.kind !== 'scanning') throw new Error(`${text}: ${list.state.kind}`);
    await new Promise<void>((resolve) => {
      change = resolve;
    });
    if (firstPageMs !== null || list.matches.length === 0) continue;
    await log.readChosenRows(await list.matches.readRange(0, PAGE_ROWS), null);
    firstPageMs = performance.now() - startedMs;
  }
  const wholeMs = performance.now() - startedMs;
  const matched = list.matches.length;
  await list.discard();
  return { firstPageMs: firstPageMs ?? wholeMs, wholeMs, matched };
}

async function time(action: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await action();
  return performance.now() - startedMs;
}

/** The longest of some runs. */
async function timeLongest(
  runs: number,
  action: (run: number) => Promise<unknown>,
): Promise<number> {
  let longestMs = 0;
  for (let run = 0; run < runs; run++) {
    longestMs = Math.max(longestMs, await time(() => action(run)));
  }
  return longestMs;
}

const events = Number(process.argv[2] ?? '1000000');
const folder = await mkdtemp(join(tmpdir(), 'tideline-bench-query-'));
const host = new QueryHost();
// A query that only follows keeps no process alive.
const alive = setInterval(() => undefined, 1000);
try {
  const idleBytes = process.memoryUsage.rss();
  const startedMs = performance.now();
  const log = await writeLog(folder, events);
  const writeMs = performance.now() - startedMs;
  const filledBytes = process.memoryUsage.rss();
  const text = await runQuery(log, host, 'line "4999"');
  const dense = await runQuery(log, host, 'ordinary');
  const path = await runQuery(log, host, '$.volume > 4990');
  const columns = await runQuery(log, host, 'type:tick size>70B');
  const regex = await runQuery(log, host, '/"volume":49\\d\\d/');
  const jump = (run: number): number => Math.floor(((run * 0.618) % 1) * (events - PAGE_ROWS));
  const jumpMs = await timeLongest(50, (run) => log.readRows(jump(run), jump(run) + PAGE_ROWS));
  const findNumberMs = await timeLongest(20, (run) =>
    log.find({ kind: 'number', number: jump(run) + 1 }),
  );
  const findTimeMs = await timeLongest(20, (run) =>
    log.find({ kind: 'time', atMs: jump(run) / 100 }),
  );
  const findIdMs = await timeLongest(20, async (run) => {
    const found = await log.find({ kind: 'id', id: String(jump(run)), afterSeq: null });
    if (found === null) throw new Error('an id was not found');
  });
  const previousMs = await timeLongest(20, (run) => log.findPreviousOfType(jump(run)));
  const statsMs = await time(() => log.readStats(0));
  const statsAgainMs = await time(() => log.readStats(0));
  const axisMs = await time(() => log.readAxis(null, 500, null));
  const axisAgainMs = await time(() => log.readAxis(null, 500, null));
  const zoomMs = await timeLongest(20, (run) => {
    const fromMs = jump(run) / 100;
    return log.readAxis({ fromMs, toMs: fromMs + events / 2000 }, 500, null);
  });
  const queriedBytes = process.memoryUsage.rss();
  await log.close();
  console.log(
    JSON.stringify({
      events,
      writeMs,
      idleBytes,
      filledBytes,
      queriedBytes,
      text,
      dense,
      path,
      columns,
      regex,
      jumpMs,
      findNumberMs,
      findTimeMs,
      findIdMs,
      previousMs,
      statsMs,
      statsAgainMs,
      axisMs,
      axisAgainMs,
      zoomMs,
    }),
  );
} finally {
  clearInterval(alive);
  await host.close();
  await rm(folder, { recursive: true, force: true });
}
