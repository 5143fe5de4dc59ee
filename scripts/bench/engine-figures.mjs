// Figures of the engine, under plain Node.
import { runEngine, runLargeEvent, runOpenWorkspace, runQueries } from './engine-run.mjs';
import {
  ENGINE,
  EVENTS,
  MANY_EVENTS,
  REQUESTS,
  WORKSPACE_MS_MAX,
  note,
  repeat,
  toFigure,
} from './figures.mjs';
import { median } from './statistics.mjs';

/** @param {import('./figures.mjs').Bench} bench */
export async function measureEngine({ origin, runs }) {
  const pairs = await repeat(runs, async () => {
    const bareMs = await runEngine('bare', origin, EVENTS);
    const tidelineMs = await runEngine('tideline', origin, EVENTS);
    note(ENGINE, `bare ${bareMs.toFixed(0)} ms, Tideline ${tidelineMs.toFixed(0)} ms`);
    return { tidelineMs, ratio: bareMs / tidelineMs };
  });
  const ratios = pairs.map(({ ratio }) => ratio);
  const value = EVENTS / (median(pairs.map(({ tidelineMs }) => tidelineMs)) / 1000);
  return [
    { name: ENGINE, value, unit: 'events/s', ratio: median(ratios), limit: 0.5, runs: ratios },
  ];
}

/** @param {import('./figures.mjs').Bench} bench */
export async function measureInspector({ origin, runs }) {
  const pairs = await repeat(runs, async () => {
    const withoutMs = await runEngine('uninspected', origin, EVENTS);
    const withMs = await runEngine('tideline', origin, EVENTS);
    note('inspector', `without ${withoutMs.toFixed(0)} ms, with it ${withMs.toFixed(0)} ms`);
    return { costMs: withMs - withoutMs, ratio: withMs / withoutMs };
  });
  const ratios = pairs.map(({ ratio }) => ratio);
  const value = median(pairs.map(({ costMs }) => costMs));
  const ratio = median(ratios);
  return [{ name: 'inspector-cost', value, unit: 'ms', ratio, limit: 1.2, runs: ratios }];
}

/** Short lines go through the parser, long ones through the path for large blocks. @param {import('./figures.mjs').Bench} bench */
export async function measureLargeEvent({ runs }) {
  const times = await repeat(runs, async () => {
    const [shortMs, longMs] = [await runLargeEvent(12), await runLargeEvent(200)];
    note('event-4000-lines', `48 KB ${shortMs.toFixed(2)} ms, 800 KB ${longMs.toFixed(2)} ms`);
    return Math.max(shortMs, longMs);
  });
  const value = median(times);
  return [{ name: 'event-4000-lines', value, unit: 'ms', ratio: null, limit: 5, runs: times }];
}

/** A folder of many requests until it is listed, which is before it can be used. @param {import('./figures.mjs').Bench} bench */
export async function measureWorkspace({ runs }) {
  const times = await repeat(runs, async () => {
    const { listedMs, rescanMs, verifiedMs } = await runOpenWorkspace(REQUESTS);
    note(
      'workspace-5000',
      `listed after ${listedMs.toFixed(0)} ms, again in ${rescanMs.toFixed(0)} ms, read in full after ` +
        `${verifiedMs.toFixed(0)} ms`,
    );
    return listedMs;
  });
  const value = median(times);
  const ratios = times.map((ms) => ms / WORKSPACE_MS_MAX);
  const ratio = value / WORKSPACE_MS_MAX;
  return [{ name: 'workspace-5000', value, unit: 'ms', ratio, limit: 1, runs: ratios }];
}

/** Queries over a log that is there. @param {import('./figures.mjs').Bench} bench */
export async function measureFilters({ runs }) {
  const results = await repeat(runs, async () => {
    const result = await runQueries(EVENTS);
    const { text, path } = result;
    note(
      'filters',
      `text ${text.firstPageMs.toFixed(0)} and ${text.wholeMs.toFixed(0)} ms, JSONPath ${path.wholeMs.toFixed(0)} ms`,
    );
    return result;
  });
  return [
    toFigure(
      'text-filter-first-page-1m',
      100,
      results.map(({ text }) => text.firstPageMs),
    ),
    toFigure(
      'text-filter-1m',
      1_000,
      results.map(({ text }) => text.wholeMs),
    ),
    toFigure(
      'json-path-filter-1m',
      5_000,
      results.map(({ path }) => path.wholeMs),
    ),
  ];
}

/** What must not depend on the length of a stream. @param {import('./figures.mjs').Bench} bench */
export async function measureScale({ runs }) {
  const results = await repeat(runs, async () => {
    const result = await runQueries(MANY_EVENTS);
    const { jumpMs, findNumberMs, findTimeMs, findIdMs, zoomMs, idleBytes, filledBytes } = result;
    const findMs = Math.max(findNumberMs, findTimeMs, findIdMs);
    const memoryMb = (filledBytes - idleBytes) / 1e6;
    note(
      'scale',
      `jump ${jumpMs.toFixed(1)} ms, find ${findMs.toFixed(1)} ms, zoom ${zoomMs.toFixed(1)} ms, ${memoryMb.toFixed(0)} MB more`,
    );
    return { jumpMs, findMs, zoomMs, memoryMb };
  });
  return [
    toFigure(
      'engine-memory-10m',
      150,
      results.map(({ memoryMb }) => memoryMb),
      'MB',
    ),
    toFigure(
      'jump-10m',
      50,
      results.map(({ jumpMs }) => jumpMs),
    ),
    toFigure(
      'find-10m',
      50,
      results.map(({ findMs }) => findMs),
    ),
    toFigure(
      'axis-zoom-10m',
      50,
      results.map(({ zoomMs }) => zoomMs),
    ),
  ];
}
