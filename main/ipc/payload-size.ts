import {
  ITEMS_PER_ACTION_MAX,
  REQUEST_BODY_BYTES_MAX,
  REQUEST_HEADER_FIELDS_MAX,
  REQUEST_ROWS_MAX,
  SECRET_CHARS_MAX,
  URL_CHARS_MAX,
} from '../../shared/limits.ts';
import type { InvocationChannel } from '../../shared/ipc/contract.ts';

/** How much an input may hold before it is looked at in detail. */
export interface PayloadLimits {
  /** Characters of text and keys, and bytes of buffers. */
  readonly sizeMax: number;
  /** Values, nested ones included. */
  readonly valuesMax: number;
}

/** An ordinary invocation's input: ids, numbers and a few names. */
const DEFAULT_LIMITS: PayloadLimits = { sizeMax: 64 * 1024, valuesMax: 5_000 };

/** Longest header field that the validator lets through, name and value. */
const HEADER_FIELD_SIZE_MAX = 65 * 1024;

/** A request as it goes out. The largest honest one, with all its header fields, has under 800 values. */
const REQUEST_LIMITS: PayloadLimits = {
  sizeMax:
    REQUEST_BODY_BYTES_MAX +
    URL_CHARS_MAX +
    REQUEST_HEADER_FIELDS_MAX * HEADER_FIELD_SIZE_MAX +
    DEFAULT_LIMITS.sizeMax,
  valuesMax: DEFAULT_LIMITS.valuesMax,
};

/** A request as its file holds it: five tables of rows with five values each, and a body. */
const STORED_REQUEST_LIMITS: PayloadLimits = {
  sizeMax: 2 * REQUEST_BODY_BYTES_MAX,
  valuesMax: 5 * 7 * REQUEST_ROWS_MAX,
};

/** A list of ids, as many as one action may take. */
const IDS_LIMITS: PayloadLimits = {
  sizeMax: ITEMS_PER_ACTION_MAX * 64,
  valuesMax: ITEMS_PER_ACTION_MAX + DEFAULT_LIMITS.valuesMax,
};

const LIMITS: Readonly<Partial<Record<InvocationChannel, PayloadLimits>>> = {
  'exchange:send': REQUEST_LIMITS,
  'clipboard:write': { sizeMax: 64 * 1024 * 1024 + 1024, valuesMax: DEFAULT_LIMITS.valuesMax },
  'item:save': STORED_REQUEST_LIMITS,
  'item:create': STORED_REQUEST_LIMITS,
  'draft:save': STORED_REQUEST_LIMITS,
  'variables:view': STORED_REQUEST_LIMITS,
  'request:send': STORED_REQUEST_LIMITS,
  'item:delete': IDS_LIMITS,
  'item:move': IDS_LIMITS,
  'session:write': IDS_LIMITS,
  'runs:delete': IDS_LIMITS,
  'globals:save': STORED_REQUEST_LIMITS,
  'globals:write-secret': { sizeMax: 2 * SECRET_CHARS_MAX, valuesMax: 100 },
  'secrets:write': { sizeMax: 2 * SECRET_CHARS_MAX, valuesMax: DEFAULT_LIMITS.valuesMax },
};

/** Limits of a channel. They only keep absurd input away from the validators, which have the exact ones. */
export function getPayloadLimits(channel: InvocationChannel): PayloadLimits {
  return LIMITS[channel] ?? DEFAULT_LIMITS;
}

/**
 * Whether the input holds more than the limits. Looks at no more values than that, so its cost is bounded
 * and a cycle ends it.
 */
export function isTooLarge(input: unknown, { sizeMax, valuesMax }: PayloadLimits): boolean {
  const pending: unknown[] = [input];
  let size = 0;
  let values = 0;
  while (pending.length > 0) {
    const value = pending.pop();
    values += 1;
    if (typeof value === 'string') size += value.length;
    else if (typeof value === 'bigint') size += DEFAULT_LIMITS.sizeMax;
    else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) size += value.byteLength;
    else if (value instanceof Map || value instanceof Set) values += value.size;
    else if (Array.isArray(value)) {
      // Looked at before it is copied: a sparse array may claim four billion places.
      if (value.length > valuesMax) return true;
      for (const item of value) pending.push(item);
    } else if (typeof value === 'object' && value !== null) {
      for (const key in value) {
        size += key.length;
        pending.push((value as Record<string, unknown>)[key]);
        if (pending.length > valuesMax) return true;
      }
    }
    if (size > sizeMax || values + pending.length > valuesMax) return true;
  }
  return false;
}
