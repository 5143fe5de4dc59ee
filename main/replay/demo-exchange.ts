import type { IncomingMessage, ServerResponse } from 'node:http';
import { DEMO_BODY_BYTES_MAX } from './demo-limits.ts';
import type { DemoClock } from './demo-clock.ts';

/** One request to the demo server and the response being written. */
export interface DemoExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Path and query of the target. */
  readonly url: URL;
  /** Parts of the path that the route left open, decoded. */
  readonly params: readonly string[];
  readonly clock: DemoClock;
  /** Aborts when the client goes or the server closes. Every wait of a handler hangs on it. */
  readonly signal: AbortSignal;
}

/** Sends `value` as indented JSON and ends the response. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendText(response, status, `${JSON.stringify(value, null, 2)}\n`, headers);
}

/** Sends JSON text as it is and ends the response. */
export function sendText(
  response: ServerResponse,
  status: number,
  json: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(json)),
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(json);
}

/** Sends the one form of error that all demo endpoints share. */
export function sendError(
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendJson(response, status, { error: { type, message } }, headers);
}

/** A JSON object of the request, or why there is none. */
export type JsonBody =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly status: 400 | 413; readonly message: string };

/**
 * Reads the content as one JSON object of at most {@link DEMO_BODY_BYTES_MAX}. No content counts
 * as an empty object. Stops reading at the limit; a request that is cut off reads as bad JSON.
 */
export async function readJsonBody(request: IncomingMessage): Promise<JsonBody> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      sizeBytes += part.byteLength;
      if (sizeBytes > DEMO_BODY_BYTES_MAX) {
        return { ok: false, status: 413, message: 'The content is larger than 1 MiB.' };
      }
      parts.push(part);
    }
    const text = Buffer.concat(parts).toString('utf8');
    if (text.trim() === '') return { ok: true, value: {} };
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { ok: true, value: value as Readonly<Record<string, unknown>> };
    }
    return { ok: false, status: 400, message: 'The content is JSON, but not a JSON object.' };
  } catch (cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, status: 400, message: `The content is not valid JSON: ${why}` };
  }
}
