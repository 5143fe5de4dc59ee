import type { InvocationOutput } from '../../shared/ipc/contract.ts';
import type { ClearRule, RunsPage, RunsQuery, UnknownRun } from '../../shared/ipc/runs-contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { mapBodyTexts } from '../../shared/model/request-body.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import type { Run } from '../../shared/model/run.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../shared/model/stream-settings.ts';
import { fail, ok } from '../../shared/result.ts';
import { SECRET_MARK, hideSecrets } from '../../shared/template/hide-secrets.ts';
import type { KeptRun, RunHistory } from '../workspace/runs/run-history.ts';
import type { KeptRequest } from '../workspace/runs/run-line.ts';
import type { SecretVault } from '../workspace/secrets/secret-vault.ts';
import { toSecretKey } from '../workspace/secrets/secret-vault.ts';
import { toMarkSource } from '../workspace/variables/freeze-request.ts';
import type { FrozenSecret } from '../workspace/variables/freeze-request.ts';
import { thawRequest } from '../workspace/variables/thaw-request.ts';
import { resolveRequest } from '../workspace/variables/resolve-request.ts';
import { GLOBAL_PLACE } from '../workspace/variables/global-variables.ts';
import { toGlobalKey } from './local-handlers.ts';
import { DOT_ENV_PLACE, readDotEnvLayer } from '../workspace/variables/dot-env-layer.ts';
import type { FileGrants } from '../workspace/variables/file-grants.ts';
import { attempt } from './attempt.ts';
import type { HttpRoom } from './http/http-room.ts';
import type { RunsHandlers } from './lazy-handlers.ts';
import type { LiveExchanges } from './live-exchanges.ts';
import { bindRequestSecrets } from './secret-hosts.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

export interface RunsHandlerDeps {
  readonly runs: RunHistory;
  readonly vault: SecretVault;
  readonly grants: FileGrants;
  /** What keeps a request from being sent that a person can do something about; null: nothing. */
  readonly findObstacle: HttpRoom['findObstacle'];
  readonly getExchanges: () => Promise<
    Pick<LiveExchanges, 'send' | 'open' | 'isLive' | 'listSpools' | 'measureSpools' | 'forget'>
  >;
  readonly nowMs?: () => number;
}

/** The handlers of everything that is about the history of exchanges. */
export function createRunsHandlers(deps: RunsHandlerDeps): RunsHandlers {
  const { runs, vault, getExchanges, findObstacle, nowMs = Date.now } = deps;

  const forget = async (exchangeIds: readonly ExchangeId[]): Promise<{ deleted: number }> => {
    const exchanges = await getExchanges();
    const kept = new Set((await runs.list()).map(({ start }) => start.exchangeId));
    const going = exchangeIds.filter((each) => kept.has(each) && !exchanges.isLive(each));
    // What was received goes first: a crash in between leaves a line without a spool, which is shown as one.
    await exchanges.forget(going);
    await runs.delete(new Set(going));
    return { deleted: going.length };
  };

  const sendAgain = async (
    windowId: number,
    exchangeId: ExchangeId,
    allowsNewHost: boolean,
  ): Promise<InvocationOutput<'runs:send'>> => {
    const run = await runs.find(exchangeId);
    if (run === null) return unknownRun('run');
    const kept = await runs.readRequest(exchangeId);
    if (kept === null) return unknownRun('request');
    const exchanges = await getExchanges();
    const { startedAtMs: _startedAtMs, exchangeId: _exchangeId, ...start } = run.start;
    const origin = { run: start, request: kept };
    if (kept.kind === 'plain') {
      return exchanges.send(windowId, kept.request, { ...origin, hides: [] });
    }
    const { frozen, stream } = kept;
    await vault.load();
    const keyOf = ({ place, name }: FrozenSecret): string =>
      place === GLOBAL_PLACE
        ? toGlobalKey(name)
        : toSecretKey(start.workspacePath ?? '', place, name);
    const dotEnv = await readDotEnvSecrets(deps.grants, start.workspacePath, frozen.secrets);
    const source = toMarkSource(frozen, (secret) =>
      secret.scope === 'dot-env' ? dotEnv.get(secret.mark) : vault.get(keyOf(secret)),
    );
    const missing = frozen.secrets.filter(({ mark }) => source.getValue(mark) === undefined);
    if (missing.length > 0) {
      const isLocked = (await vault.getState()).kind === 'locked';
      if (isLocked) return fail({ kind: 'secrets-locked' });
      return fail({ kind: 'unresolved-variables', names: missing.map(({ name }) => name) });
    }
    const resolved = resolveRequest(frozen.request, frozen.above, source, stream);
    if (!resolved.ok) return resolved;
    const { request, hides } = resolved.value;
    const keysOf = (marks: readonly string[]) =>
      frozen.secrets
        .filter(({ mark }) => marks.includes(mark))
        .map((secret) => ({ name: secret.name, key: keyOf(secret) }));
    const refused = await bindRequestSecrets(vault, resolved.value, keysOf, allowsNewHost);
    if (refused !== null) return fail(refused);
    const obstacle = await findObstacle(request, start.workspacePath);
    if (obstacle !== null) return fail(obstacle);
    return exchanges.send(windowId, request, { ...origin, hides });
  };

  return {
    'runs:list': (query) =>
      attempt(async () => {
        const exchanges = await getExchanges();
        const spools = await exchanges.listSpools();
        const all = (await runs.list()).map((run) => toRun(run, exchanges, spools));
        return ok(toPage(all, query));
      }),
    'runs:request': ({ exchangeId }) =>
      attempt(async () => {
        if ((await runs.find(exchangeId)) === null) return unknownRun('run');
        const kept = await runs.readRequest(exchangeId);
        if (kept === null) return unknownRun('request');
        const stored = kept.kind === 'plain' ? null : thawRequest(kept.frozen, kept.stream);
        return ok({ shown: toShownRequest(kept), stored });
      }),
    'runs:open': ({ exchangeId }, windowId) =>
      attempt(async () => {
        const run = await runs.find(exchangeId);
        if (run === null) return unknownRun('run');
        const kept = await runs.readRequest(exchangeId);
        const settings =
          (kept?.kind === 'frozen' ? kept.stream : kept?.request.stream) ?? DEFAULT_STREAM_SETTINGS;
        return (await getExchanges()).open(windowId, exchangeId, { end: run.end, settings });
      }),
    'runs:send': ({ exchangeId, allowsNewHost }, windowId) =>
      attempt(() => sendAgain(windowId, exchangeId, allowsNewHost)),
    'runs:delete': ({ exchangeIds }) => attempt(async () => ok(await forget(exchangeIds))),
    'runs:clear': (rule) =>
      attempt(async () => {
        const all = await runs.list();
        const ids = all.map(({ start }) => start.exchangeId);
        const exchanges = await getExchanges();
        const sizes =
          rule.kind === 'larger-than' ? await exchanges.measureSpools(ids) : ids.map(() => 0);
        return ok(await forget(chooseRuns(rule, all, sizes, nowMs())));
      }),
  };
}

function unknownRun(missing: UnknownRun['missing']): {
  readonly ok: false;
  readonly error: UnknownRun;
} {
  return fail({ kind: 'unknown-run', missing });
}

function toRun(
  { start, end }: KeptRun,
  exchanges: Pick<LiveExchanges, 'isLive'>,
  spools: ReadonlySet<string>,
): Run {
  const hasSpool = spools.has(start.exchangeId);
  if (end === null) {
    const state = exchanges.isLive(start.exchangeId)
      ? { kind: 'live' as const }
      : { kind: 'interrupted' as const };
    const nothing = { status: null, sizeBytes: null, durationMs: null, events: null, shape: null };
    return { ...start, state, ...nothing, hasSpool };
  }
  const { wireBytes: _wireBytes, ...known } = end;
  return { ...start, ...known, hasSpool };
}

/** The runs that match, newest first, from the one after `beforeId`. */
function toPage(all: readonly Run[], { search, beforeId, count }: RunsQuery): RunsPage {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const newest = all.toReversed();
  const matching = newest.filter((run) => matches(run, words));
  const at = beforeId === null ? -1 : matching.findIndex((run) => run.exchangeId === beforeId);
  // The page's last one was deleted meanwhile: what began before it follows. Ids sort by their beginning.
  const from =
    beforeId !== null && at === -1
      ? matching.findIndex((run) => run.exchangeId < beforeId)
      : at + 1;
  const runs = from === -1 ? [] : matching.slice(from, from + count);
  return {
    runs,
    matches: matching.length,
    hasMore: from !== -1 && from + runs.length < matching.length,
  };
}

function matches(run: Run, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [run.name, run.method, run.url, run.status ?? '', run.state.kind, run.itemPath ?? '']
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** @param sizes bytes on the disk, in the order of the runs */
function chooseRuns(
  rule: ClearRule,
  all: readonly KeptRun[],
  sizes: readonly number[],
  nowMs: number,
): readonly ExchangeId[] {
  const ids = all.map(({ start }) => start.exchangeId);
  switch (rule.kind) {
    case 'all':
      return ids;
    case 'older-than': {
      const untilMs = nowMs - rule.days * DAY_MS;
      return ids.filter((_, index) => (all[index]?.start.startedAtMs ?? nowMs) < untilMs);
    }
    case 'larger-than': {
      let left = sizes.reduce((sum, size) => sum + size, 0);
      const going: ExchangeId[] = [];
      for (const [index, exchangeId] of ids.entries()) {
        if (left <= rule.bytes) break;
        left -= sizes[index] ?? 0;
        going.push(exchangeId);
      }
      return going;
    }
  }
}

/** Values out of `.env` files, by the secrets' marks; only what the user still allows is read. */
async function readDotEnvSecrets(
  grants: FileGrants,
  workspacePath: string | null,
  secrets: readonly FrozenSecret[],
): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  if (workspacePath === null) return values;
  for (const { mark, name, scope, place } of secrets) {
    if (scope !== 'dot-env') continue;
    const layer = await readDotEnvLayer(grants, workspacePath, place.slice(DOT_ENV_PLACE.length));
    const value = layer?.variables.find((variable) => variable.name === name)?.value;
    if (value !== undefined) values.set(mark, value);
  }
  return values;
}

/** The request as it was sent, with a mark in place of each secret. */
function toShownRequest(kept: KeptRequest): RequestDefinition {
  if (kept.kind === 'plain') return kept.request;
  const { frozen, stream } = kept;
  const source = toMarkSource(frozen, () => SECRET_MARK);
  const resolved = resolveRequest(frozen.request, frozen.above, source, stream);
  // It was sent, so that it can be resolved; the marks of a version to come would be the one reason.
  if (!resolved.ok) throw new Error(`${resolved.error.what} was sent by another version`);
  const { request, hides } = resolved.value;
  const show = (text: string): string => hideSecrets(text, hides);
  return {
    ...request,
    url: show(request.url),
    headers: request.headers.map(({ name, value }) => ({ name: show(name), value: show(value) })),
    body: mapBodyTexts(request.body, show),
  };
}
