import { REDIRECTS_MAX } from '../../shared/limits.ts';
import type { StreamEnd } from '../../shared/model/exchange.ts';
import { getFieldValue } from '../../shared/model/header-field.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import { NO_TIMINGS } from '../../shared/model/attempt-timings.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../shared/model/stream-settings.ts';
import type { TimelineEntry } from '../../shared/model/timeline.ts';
import { openContent } from '../http/body/open-content.ts';
import { NO_FILES } from '../http/body/request-files.ts';
import { prepareRequest } from '../http/prepare.ts';
import { toRedirectedRequest } from '../http/redirect.ts';
import type { HttpResponse } from '../http/transport.ts';
import { ExchangeRun } from './exchange-run.ts';
import type { Attempt, StreamDeps } from './exchange-run.ts';

export type { StreamDeps } from './exchange-run.ts';

/** What an EventSource sends of its own. */
const BROWSER_FIELDS: readonly HeaderField[] = [
  { name: 'Accept', value: 'text/event-stream' },
  { name: 'Cache-Control', value: 'no-cache' },
];

/**
 * Runs one exchange until it ends for good, fails or `signal` aborts. Yields a batch of entries per
 * network chunk, after the sink took the chunk. Returns why it ended. Never throws for network
 * causes; what the sink throws ends the exchange as `storage-failed`.
 *
 * The request has to be valid (`findInvalidField`); `request.stream` tells how the content is read
 * and whether the connection is reestablished. Redirects are followed up to `REDIRECTS_MAX` for each
 * attempt, starting from the original URL again. Abort with a `StopReason` to say who stopped it.
 */
export async function* openStream(
  request: RequestDefinition,
  deps: StreamDeps,
  signal: AbortSignal,
): AsyncGenerator<readonly TimelineEntry[], StreamEnd> {
  const settings = request.stream ?? DEFAULT_STREAM_SETTINGS;
  const run = new ExchangeRun(deps, settings, signal);
  try {
    for (;;) {
      const attempt = yield* runAttempt(request, run, signal);
      if (signal.aborted) return yield* run.stop();
      const decision = run.decide(attempt.outcome);
      if (decision.kind === 'stay-closed') {
        return yield* run.finish(attempt, decision.because);
      }
      yield* run.endAttempt(attempt, true, null);
      yield* run.wait(decision.waitMs);
      if (signal.aborted) return yield* run.stop();
    }
  } finally {
    run.dispose();
  }
}

async function* runAttempt(
  request: RequestDefinition,
  run: ExchangeRun,
  signal: AbortSignal,
): AsyncGenerator<readonly TimelineEntry[], Attempt> {
  let current = request;
  for (let redirects = 0; ; redirects++) {
    const lastEventId = run.getLastEventIdFor(current);
    if (lastEventId.kind === 'not-sendable') yield run.toUnsentLastEventId(lastEventId.idBytes);
    const content = await openContent(current.body, NO_FILES);
    const prepared = prepareRequest(current, {
      content: content.ok ? content.value : null,
      userAgent: run.deps.userAgent,
      extraFields:
        lastEventId.kind === 'send' ? [{ name: 'Last-Event-ID', value: lastEventId.value }] : [],
      defaultFields: run.settings.reconnect === 'browser' ? BROWSER_FIELDS : [],
    });
    run.deps.sink.noteSent(prepared.sent);
    const sentId = lastEventId.kind === 'send' ? lastEventId.id : null;
    yield run.toConnecting(
      prepared.sent.method,
      prepared.sent.url,
      sentId ?? getFieldValue(prepared.headers, 'last-event-id'),
    );
    const sent = await run.deps.transport.send(prepared, {
      signal,
      onWireBytes: (wireBytes) => run.deps.sink.countWireBytes(wireBytes),
    });
    if (!sent.ok) {
      const outcome = { kind: 'failed', errorKind: sent.error.kind } as const;
      return { outcome, error: sent.error, wasOpen: false, isCut: false };
    }
    const response = sent.value;
    const next = toRedirectedRequest(current, prepared.url, response);
    yield run.toOpen(response, prepared.url.origin);
    if (next === null) return yield* run.readContent(response);
    response.close();
    if (redirects === REDIRECTS_MAX) return toTooManyRedirects(response, next.url);
    yield run.toRedirectClose();
    current = next;
  }
}

function toTooManyRedirects(response: HttpResponse, url: string): Attempt {
  return {
    outcome: { kind: 'failed', errorKind: 'too-many-redirects' },
    error: {
      kind: 'too-many-redirects',
      code: null,
      detail: `${REDIRECTS_MAX} redirects followed; the next one led to ${url}`,
      afterHeaders: true,
      phase: 'headers',
      addresses: [],
      certificates: [],
      timings: { ...NO_TIMINGS, ...response.timings },
    },
    wasOpen: true,
    isCut: false,
  };
}
