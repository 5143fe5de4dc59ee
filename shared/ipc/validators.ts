/** Form of every invocation's input. Unknown keys are refused; sizes are bounded. */
import { z } from 'zod';
import {
  BODY_READ_BYTES_MAX,
  COLUMN_PX_MAX,
  COLUMN_PX_MIN,
  JSON_PATH_CHARS_MAX,
  PAGE_ROWS_MAX,
  TIMELINE_COLUMNS_MAX,
} from '../limits.ts';
import { STREAM_SHAPES } from '../model/exchange.ts';
import { EXCHANGE_ID_PATTERN } from '../model/ids.ts';
import type { ExchangeId } from '../model/ids.ts';
import { THEMES } from '../model/settings.ts';
import type { InvocationChannel, InvocationInput } from './contract.ts';
import { LOCAL_VALIDATORS } from './local-validators.ts';
import { RUNS_VALIDATORS } from './runs-validators.ts';
import { PREVIEW_VALIDATORS } from './preview-validators.ts';
import { HTTP_VALIDATORS } from './http-validators.ts';
import { requestDefinition } from './request-validators.ts';
import { TIMELINE_VALIDATORS } from './timeline-validators.ts';
import { WORKSPACE_VALIDATORS } from './workspace-validators.ts';

// The JIT compiles validators with `new Function`, which a strict CSP forbids and main does not need.
z.config({ jitless: true });

const CLIPBOARD_CHARS_MAX = 64 * 1024 * 1024;

const exchangeId = z.custom<ExchangeId>(
  (value) => typeof value === 'string' && EXCHANGE_ID_PATTERN.test(value),
);
const position = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const nothing = z.null();
const exchange = z.strictObject({ exchangeId });

/** One validator per invocation; a channel without one does not compile. */
export const VALIDATORS: {
  readonly [C in InvocationChannel]: z.ZodType<InvocationInput<C>>;
} = {
  'app:info': nothing,
  'settings:read': nothing,
  'settings:write': z.strictObject({
    theme: z.enum(THEMES),
    layout: z.enum(['side', 'stacked', 'response']),
    rowHeight: z.enum(['compact', 'normal', 'roomy']),
    isSidebarHidden: z.boolean(),
    requestWidth: z.number().min(200).max(4000),
    timelineColumns: z
      .array(
        z.strictObject({
          id: z.string().min(1).max(JSON_PATH_CHARS_MAX),
          widthPx: z.number().min(COLUMN_PX_MIN).max(COLUMN_PX_MAX).nullable(),
          isHidden: z.boolean(),
        }),
      )
      .max(TIMELINE_COLUMNS_MAX),
    hasLetterKeys: z.boolean(),
    announcesEvents: z.boolean(),
  }),
  'demo:start': nothing,
  'exchange:send': requestDefinition,
  'exchange:stop': exchange,
  'exchange:release': exchange,
  'exchange:summary': exchange,
  'exchange:reconnect': exchange,
  'exchange:cut': z.strictObject({
    exchangeId,
    when: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('now') }),
      z.strictObject({ kind: z.literal('after-events'), events: z.int().min(1).max(1_000_000) }),
      z.strictObject({ kind: z.literal('in-next-event') }),
    ]),
  }),
  'exchange:read-as': z.strictObject({ exchangeId, shape: z.enum([...STREAM_SHAPES, 'ordinary']) }),
  'timeline:last-event-id': z.strictObject({ exchangeId, seq: position }),
  'timeline:rows-of-bytes': z.strictObject({ exchangeId, offset: position, length: position }),
  'timeline:page': z
    .strictObject({ exchangeId, fromRow: position, toRow: position })
    .refine((page) => page.toRow >= page.fromRow && page.toRow - page.fromRow <= PAGE_ROWS_MAX),
  'timeline:entry': z.strictObject({ exchangeId, seq: position }),
  'body:read': z.strictObject({
    exchangeId,
    offset: position,
    length: z.int().min(0).max(BODY_READ_BYTES_MAX),
  }),
  'body:save': exchange,
  'clipboard:write': z.strictObject({ text: z.string().max(CLIPBOARD_CHARS_MAX) }),
  ...WORKSPACE_VALIDATORS,
  ...RUNS_VALIDATORS,
  ...LOCAL_VALIDATORS,
  ...PREVIEW_VALIDATORS,
  ...HTTP_VALIDATORS,
  ...TIMELINE_VALIDATORS,
};
