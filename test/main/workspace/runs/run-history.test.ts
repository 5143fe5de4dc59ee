import { appendFile, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { RunHistory } from '../../../../main/workspace/runs/run-history.ts';
import type { KeptRequest, RunEnd, RunStart } from '../../../../main/workspace/runs/run-line.ts';
import { RUNS_KEPT_SHARE, RUNS_MAX, RUN_REQUEST_BYTES_MAX } from '../../../../shared/limits.ts';
import type { ExchangeId } from '../../../../shared/model/ids.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../../../shared/model/stream-settings.ts';
import { createStoredRequest } from '../../../../shared/model/workspace/stored-request.ts';
import { makeFolder } from '../../../support/workspace-folder.ts';

const idOf = (number: number): ExchangeId =>
  `x-${String(number).padStart(8, '0')}-test` as ExchangeId;

function aStart(number: number): RunStart {
  return {
    exchangeId: idOf(number),
    startedAtMs: number,
    name: `Request ${number}`,
    workspacePath: null,
    itemPath: null,
    environment: null,
    method: 'GET',
    url: `http://x/${number}`,
  };
}

function aRequest(text: string): KeptRequest {
  const body = { kind: 'text', text } as const;
  return { kind: 'plain', request: { method: 'GET', url: 'http://x/', headers: [], body } };
}

const END: RunEnd = {
  state: { kind: 'ended' },
  status: 200,
  sizeBytes: 3,
  wireBytes: 2,
  durationMs: 1.5,
  events: 0,
  shape: 'ordinary',
};

test('what was noted is there again after a restart, requests included', async () => {
  await using folder = await makeFolder({});
  const changes: number[] = [];
  const runs = new RunHistory(folder.at('data/runs.jsonl'), (count) => changes.push(count));
  await runs.noteStart(aStart(1), aRequest('first\nline'));
  await runs.noteStart(aStart(2), aRequest('second'));
  await runs.noteEnd(idOf(1), END);
  expect(changes).toEqual([1, 2, 2]);
  expect((await stat(folder.at('data/runs.jsonl'))).mode & 0o777).toBe(0o600);

  const again = new RunHistory(folder.at('data/runs.jsonl'));
  expect(await again.list()).toMatchObject([
    { start: aStart(1), end: END },
    { start: aStart(2), end: null },
  ]);
  expect(await again.readRequest(idOf(1))).toEqual(aRequest('first\nline'));
  expect(await again.readRequest(idOf(2))).toEqual(aRequest('second'));
  expect(await again.readRequest(idOf(3))).toBeNull();
});

test('a request that an earlier build kept has what that build had no word for', async () => {
  await using folder = await makeFolder({});
  const path = folder.at('runs.jsonl');
  const request = { ...createStoredRequest('Early'), url: 'http://x/' };
  const frozen = { request, above: [], values: {}, secrets: [] };
  const kept = { kind: 'frozen', frozen, stream: DEFAULT_STREAM_SETTINGS } as const;
  await new RunHistory(path).noteStart(aStart(1), kept);
  const text = await readFile(path, 'utf8');
  const early = text.replace(/,"settings":\{[^}]*\}/, '').replace(',"transport":{}', '');
  expect(early).not.toMatch(/"settings"|"transport"/);
  await writeFile(path, early);
  expect(await new RunHistory(path).readRequest(idOf(1))).toEqual(kept);
});

test('a file that is cut at any byte keeps every line before the cut, and goes on', async () => {
  await using folder = await makeFolder({});
  const path = folder.at('runs.jsonl');
  const runs = new RunHistory(path);
  for (const number of [1, 2, 3]) {
    await runs.noteStart(aStart(number), aRequest(`body ${number}`));
    await runs.noteEnd(idOf(number), END);
  }
  const whole = await readFile(path);
  for (let cut = 0; cut <= whole.length; cut += 7) {
    await writeFile(path, whole);
    await truncate(path, cut);
    const lines = whole.subarray(0, cut).toString('utf8').split('\n').slice(0, -1);
    const begun = lines.filter((line) => line.startsWith('{"kind":"run",')).length;
    const ended = lines.filter((line) => line.startsWith('{"kind":"end"')).length;
    const after = new RunHistory(path);
    const list = await after.list();
    // A line that lacks only its newline is whole as well.
    expect(list.length).toBeGreaterThanOrEqual(begun);
    expect(list.filter(({ end }) => end !== null).length).toBeGreaterThanOrEqual(ended);
    await after.noteStart(aStart(9), aRequest('after'));
    const next = new RunHistory(path);
    expect((await next.list()).at(-1)?.start).toEqual(aStart(9));
    expect(await next.readRequest(idOf(9))).toEqual(aRequest('after'));
    expect((await next.list()).length).toBe(list.length + 1);
  }
});

test('what is deleted is not on the disk any more, and the others can still be read', async () => {
  await using folder = await makeFolder({});
  const path = folder.at('runs.jsonl');
  const runs = new RunHistory(path);
  for (const number of [1, 2, 3]) await runs.noteStart(aStart(number), aRequest(`b${number}b`));
  await runs.delete(new Set([idOf(2)]));
  await runs.noteEnd(idOf(2), END);
  await runs.noteEnd(idOf(3), END);
  expect(await readFile(path, 'utf8')).not.toMatch(/b2b|Request 2/);
  for (const history of [runs, new RunHistory(path)]) {
    expect((await history.list()).map(({ start }) => start.startedAtMs)).toEqual([1, 3]);
    expect(await history.readRequest(idOf(3))).toEqual(aRequest('b3b'));
  }
});

test('a request that is too large is listed without it; the oldest go beyond the limit', async () => {
  await using folder = await makeFolder({});
  const path = folder.at('runs.jsonl');
  const lines = Array.from({ length: RUNS_MAX }, (_, number) => {
    return `${JSON.stringify({ kind: 'run', run: aStart(number) })}\n`;
  });
  await writeFile(path, `{"kind":"runs","version":1}\n${lines.join('')}`);
  const runs = new RunHistory(path);
  await runs.noteStart(aStart(RUNS_MAX), aRequest('x'.repeat(RUN_REQUEST_BYTES_MAX)));
  const list = await runs.list();
  expect(list.length).toBe(RUNS_MAX * RUNS_KEPT_SHARE);
  expect(list.at(-1)?.start).toEqual(aStart(RUNS_MAX));
  expect(await runs.readRequest(idOf(RUNS_MAX))).toBeNull();
});

test('a version of the future is refused and left as it is; damage in the middle is passed over', async () => {
  await using folder = await makeFolder({ 'runs.jsonl': '{"kind":"runs","version":2}\n{"x":1}\n' });
  const path = folder.at('runs.jsonl');
  await expect(new RunHistory(path).list()).rejects.toThrow('version 2');
  await expect(new RunHistory(path).noteStart(aStart(1), aRequest('a'))).rejects.toThrow();
  expect(await readFile(path, 'utf8')).toBe('{"kind":"runs","version":2}\n{"x":1}\n');

  await rm(path);
  const runs = new RunHistory(path);
  await runs.noteStart(aStart(1), aRequest('a'));
  await appendFile(
    path,
    '\0\0\0\0{]\n{"kind":"run"}\n{"kind":"end","exchangeId":"../x"}\nnull\n7\n',
  );
  const after = new RunHistory(path);
  await after.noteStart(aStart(2), aRequest('b'));
  expect((await new RunHistory(path).list()).map(({ start }) => start.startedAtMs)).toEqual([1, 2]);
});

test('a file that cannot be written is told, and the next write works', async () => {
  await using folder = await makeFolder({ 'runs.jsonl/in-the-way': '' });
  const runs = new RunHistory(folder.at('runs.jsonl'));
  await expect(runs.noteStart(aStart(1), aRequest('a'))).rejects.toMatchObject({ code: 'EISDIR' });
  await rm(folder.at('runs.jsonl'), { recursive: true });
  await runs.noteStart(aStart(2), aRequest('b'));
  expect((await runs.list()).map(({ start }) => start.startedAtMs)).toEqual([2]);
});
