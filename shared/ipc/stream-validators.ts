import { z } from 'zod';
import { LAST_EVENT_ID_BYTES_MAX, RECONNECTION_TIME_MS_MAX } from '../limits.ts';
import { STREAM_SHAPES } from '../model/exchange.ts';

const readAs = z.enum(['auto', ...STREAM_SHAPES]);
const reconnect = z.enum(['off', 'browser', 'on']);
const reconnectionTimeMs = z.number().min(0).max(RECONNECTION_TIME_MS_MAX).nullable();
const attemptsMax = z.int().min(1).max(1_000);
const retriesFirstFailure = z.boolean();
const lastEventId = z.string().max(LAST_EVENT_ID_BYTES_MAX).nullable();
const stallAfterMs = z.number().min(100).max(RECONNECTION_TIME_MS_MAX).nullable();

/** Form of `StreamSettings`, as the window sends them. */
export const streamSettings = z.strictObject({
  readAs,
  reconnect,
  reconnectionTimeMs,
  attemptsMax,
  retriesFirstFailure,
  lastEventId,
  stallAfterMs,
});

/** Form of those that a stored request has of its own. */
export const someStreamSettings = z.strictObject({
  readAs: readAs.exactOptional(),
  reconnect: reconnect.exactOptional(),
  reconnectionTimeMs: reconnectionTimeMs.exactOptional(),
  attemptsMax: attemptsMax.exactOptional(),
  retriesFirstFailure: retriesFirstFailure.exactOptional(),
  lastEventId: lastEventId.exactOptional(),
  stallAfterMs: stallAfterMs.exactOptional(),
});
