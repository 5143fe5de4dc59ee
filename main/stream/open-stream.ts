import type { StreamEnd } from '../../shared/model/exchange.ts';
import { getFieldValue } from '../../shared/model/header-field.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import { NO_TIMINGS } from '../../shared/model/attempt-timings.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../shared/model/stream-settings.ts';
import type { TimelinePart } from '../../shared/model/plain-events.ts';
import { Authenticator } from '../http/auth/authenticator.ts';
import { BARE_ENVIRONMENT } from '../http/http-environment.ts';
import { RequestChain, takeUserinfo } from '../http/request-chain.ts';
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
 * and whether the connection is reestablished. Redirects are followed as `request.transport` says, for each
 * attempt anew, starting from the original URL again. Abort with a `StopReason` to say who stopped it.
 */
export async function* openStream(
  request: RequestDefinition,
  deps: StreamDeps,
  signal: AbortSignal,
): AsyncGenerator<readonly TimelinePart[], StreamEnd> {
  const settings = request.stream ?? DEFAULT_STREAM_SETTINGS;
  const run = new ExchangeRun(deps, settings, signal);
  const own = takeUserinfo(request);
  const environment = deps.environment ?? BARE_ENVIRONMENT;
  const authenticator = new Authenticator(own.auth ?? { kind: 'none' }, environment);
  try {
    for (;;) {
      const chain = new RequestChain(own, environment, {
        authenticator,
        userAgent: deps.userAgent,
      });
      const attempt = yield* runAttempt(chain, run, signal);
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
  chain: RequestChain,
  run: ExchangeRun,
  signal: AbortSignal,
): AsyncGenerator<readonly TimelinePart[], Attempt> {
  const { deps, settings } = run;
  for (;;) {
    const lastEventId = run.getLastEventIdFor(chain.request);
    if (lastEventId.kind === 'not-sendable') yield run.toUnsentLastEventId(lastEventId.idBytes);
    const ready = await chain.prepare(
      {
        extra:
          lastEventId.kind === 'send' ? [{ name: 'Last-Event-ID', value: lastEventId.value }] : [],
        defaults: settings.reconnect === 'browser' ? BROWSER_FIELDS : [],
      },
      signal,
    );
    if (!ready.ok) {
      const outcome = { kind: 'failed', errorKind: ready.error.kind } as const;
      return { outcome, error: ready.error, wasOpen: false, isCut: false };
    }
    const prepared = ready.value;
    const sentId = lastEventId.kind === 'send' ? lastEventId.id : null;
    yield run.toConnecting(
      prepared.method,
      prepared.url.href,
      sentId ?? getFieldValue(prepared.headers, 'last-event-id'),
    );
    try {
      const sent = await deps.transport.send(prepared, {
        signal,
        environment: deps.environment ?? BARE_ENVIRONMENT,
        onWireBytes: (wireBytes) => deps.sink.countWireBytes(wireBytes),
        onSent: (head) => deps.sink.noteSent(head),
        onWaiting: (timings) => deps.sink.noteWaiting?.(timings),
      });
      if (!sent.ok) {
        const outcome = { kind: 'failed', errorKind: sent.error.kind } as const;
        return { outcome, error: sent.error, wasOpen: false, isCut: false };
      }
      const response = sent.value;
      const step = await chain.follow(prepared, response);
      yield run.toOpen(response, prepared.url.origin, step);
      if (step.redirect?.refusal === 'limit') {
        response.close();
        return toTooManyRedirects(response, chain.redirects, step.redirect.to ?? '');
      }
      if (step.again === null) return yield* run.readContent(response);
      response.close();
      yield run.toHopClose(step.again);
    } finally {
      await prepared.content?.close();
    }
  }
}

function toTooManyRedirects(response: HttpResponse, redirects: number, url: string): Attempt {
  return {
    outcome: { kind: 'failed', errorKind: 'too-many-redirects' },
    error: {
      kind: 'too-many-redirects',
      code: null,
      detail: `${redirects} redirects followed; the next one led to ${url}`,
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
