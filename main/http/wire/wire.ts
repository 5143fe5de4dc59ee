import type { InformationalResponse } from '../../../shared/model/connection-facts.ts';
import type { SentHead } from '../../../shared/model/exchange.ts';
import type { HeaderField } from '../../../shared/model/header-field.ts';
import type { RequestContent } from '../body/open-content.ts';

/** A request in the form in which it goes over a connection. */
export interface WireRequest {
  readonly url: URL;
  readonly method: string;
  /** Path and query, or the whole URL towards a proxy. */
  readonly target: string;
  /** Fields but those that the connection writes itself: Connection, Content-Length, and Host unless the user set it. */
  readonly headers: readonly HeaderField[];
  readonly content: RequestContent | null;
  /** Leaves the connection open afterwards. */
  readonly keepsAlive: boolean;
}

/** Head of a response as it came. */
export interface WireResponse {
  readonly status: number;
  readonly reason: string;
  readonly httpVersion: string;
  /** In order, duplicates and case kept. */
  readonly headers: readonly HeaderField[];
}

/** What happens on a connection, in this order. After `onEnd` or `onError` nothing more is told. */
export interface WireEvents {
  /** The head as it was written. */
  readonly onHead: (head: SentHead) => void;
  /** The request is out, its content included. */
  readonly onRequestSent: () => void;
  readonly onFirstByte: () => void;
  readonly onInformational: (response: InformationalResponse) => void;
  readonly onResponse: (response: WireResponse, resume: () => void) => void;
  /** False pauses until `resume` is called. */
  readonly onData: (bytes: Uint8Array) => boolean;
  readonly onEnd: (trailers: readonly HeaderField[]) => void;
  readonly onError: (error: Error) => void;
}

/** A connection that carries one request at a time. */
export interface Wire {
  /** Sends a request; the answer ends it. */
  readonly send: (request: WireRequest, events: WireEvents) => (reason: Error) => void;
  /** Whether another request may go over it. */
  readonly isOpen: () => boolean;
  readonly destroy: () => void;
}

/** Header fields are octets; Latin-1 keeps each of them. */
export function toHeaderFields(raw: readonly (Buffer | string)[]): readonly HeaderField[] {
  const fields: HeaderField[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    fields.push({ name: toText(raw[index]), value: toText(raw[index + 1]) });
  }
  return fields;
}

function toText(raw: Buffer | string | undefined): string {
  return typeof raw === 'string' ? raw : (raw?.toString('latin1') ?? '');
}
