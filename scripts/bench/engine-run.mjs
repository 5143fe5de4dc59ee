// The programs of test/bench, each in a process of its own.
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT } from '../process.mjs';

/**
 * Starts the server that sends events as fast as the reader takes them.
 *
 * @returns {Promise<{ origin: string, stop: () => void }>}
 */
export async function startEventServer() {
  const child = fork(join(PROJECT, 'test/bench/event-server.mjs'), { silent: true });
  const stdout = child.stdout;
  if (stdout === null) throw new Error('The event server has no output.');
  const [port] = await once(stdout.setEncoding('utf8'), 'data');
  return { origin: `http://127.0.0.1:${Number(port)}`, stop: () => child.disconnect() };
}

/**
 * Reads a stream with one engine; gives the milliseconds from the request to the last event. `uninspected` is
 * Tideline's without its conformance inspector.
 *
 * @param {'bare' | 'tideline' | 'uninspected'} engine
 * @param {string} origin
 * @param {number} events
 */
export async function runEngine(engine, origin, events) {
  const folder = engine === 'uninspected' ? 'out/bench-uninspected' : 'out/bench';
  const program = join(PROJECT, folder, 'engine.js');
  const args = [program, engine, origin, String(events)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  /** @type {{ events: number, ms: number }} */
  const result = JSON.parse(stdout);
  if (result.events !== events) {
    throw new Error(`${engine}: ${result.events} events instead of ${events}.`);
  }
  return result.ms;
}

/**
 * @typedef {object} QueryTimes
 * @property {number} firstPageMs until the first rows could be read
 * @property {number} wholeMs until every entry had been looked at
 *
 * @typedef {object} QueryRun
 * @property {QueryTimes} text
 * @property {QueryTimes} path
 * @property {number} jumpMs the longest of 50 jumps, as are those that follow of 20
 * @property {number} findNumberMs
 * @property {number} findTimeMs
 * @property {number} findIdMs
 * @property {number} zoomMs
 * @property {number} idleBytes before the log was written
 * @property {number} filledBytes after it
 */

/**
 * Writes a log of so many events, and asks it everything.
 *
 * @param {number} events
 */
export async function runQueries(events) {
  const program = join(PROJECT, 'out/bench/query.js');
  const { stdout } = await promisify(execFile)(process.execPath, [program, String(events)]);
  /** @type {QueryRun} */
  const result = JSON.parse(stdout);
  return result;
}

/**
 * Parses one event of 4,000 data lines; gives the median milliseconds.
 *
 * @param {number} lineBytes
 */
export async function runLargeEvent(lineBytes) {
  const program = join(PROJECT, 'out/bench/large-event.js');
  const { stdout } = await promisify(execFile)(process.execPath, [program, String(lineBytes)]);
  /** @type {{ ms: number }} */
  const result = JSON.parse(stdout);
  return result.ms;
}

/**
 * Opens a workspace of many requests; gives milliseconds until it is listed, of a further look, and until every
 * file was read in full.
 *
 * @param {number} requests
 */
export async function runOpenWorkspace(requests) {
  const program = join(PROJECT, 'out/bench/open-workspace.js');
  const { stdout } = await promisify(execFile)(process.execPath, [program, String(requests)]);
  /** @type {{ requests: number, listedMs: number, rescanMs: number, verifiedMs: number }} */
  const result = JSON.parse(stdout);
  if (result.requests !== requests) throw new Error(`${result.requests} requests are listed.`);
  return result;
}
