import {
  REQUEST_BODY_BYTES_MAX,
  REQUEST_HEADER_FIELDS_MAX,
  URL_CHARS_MAX,
} from '../../shared/limits.ts';
import type { InvocationChannel } from '../../shared/ipc/contract.ts';

/** Size of an ordinary invocation's input: ids, numbers and a few names. */
const DEFAULT_SIZE_MAX = 64 * 1024;

/** Longest header field that the validator lets through, name and value. */
const HEADER_FIELD_SIZE_MAX = 65 * 1024;

const CLIPBOARD_SIZE_MAX = 64 * 1024 * 1024 + 1024;

/** Values in one input. The largest honest one, a request with all its header fields, has under 800. */
const VALUES_MAX = 5_000;

/**
 * Largest input of a channel, in characters of text and bytes of buffers. It only keeps absurd
 * input away from the validators; they have the exact limits.
 */
export function getSizeMax(channel: InvocationChannel): number {
  if (channel === 'exchange:send') {
    return (
      REQUEST_BODY_BYTES_MAX +
      URL_CHARS_MAX +
      REQUEST_HEADER_FIELDS_MAX * HEADER_FIELD_SIZE_MAX +
      DEFAULT_SIZE_MAX
    );
  }
  return channel === 'clipboard:write' ? CLIPBOARD_SIZE_MAX : DEFAULT_SIZE_MAX;
}

/**
 * Whether the input holds more than `sizeMax` characters and bytes, or more values than any honest
 * input. Looks at no more values than that, so its cost is bounded and a cycle ends it.
 */
export function isTooLarge(input: unknown, sizeMax: number): boolean {
  const pending: unknown[] = [input];
  let size = 0;
  let values = 0;
  while (pending.length > 0) {
    const value = pending.pop();
    values += 1;
    if (typeof value === 'string') size += value.length;
    else if (typeof value === 'bigint') size += DEFAULT_SIZE_MAX;
    else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) size += value.byteLength;
    else if (value instanceof Map || value instanceof Set) values += value.size;
    else if (Array.isArray(value)) {
      // Looked at before it is copied: a sparse array may claim four billion places.
      if (value.length > VALUES_MAX) return true;
      for (const item of value) pending.push(item);
    } else if (typeof value === 'object' && value !== null) {
      for (const key in value) {
        size += key.length;
        pending.push((value as Record<string, unknown>)[key]);
        if (pending.length > VALUES_MAX) return true;
      }
    }
    if (size > sizeMax || values + pending.length > VALUES_MAX) return true;
  }
  return false;
}
