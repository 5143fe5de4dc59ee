/** Milliseconds from the start of the connection attempt to the end of each phase; null: not reached or not needed. */
export interface AttemptTimings {
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  /** The proxy had opened the way. */
  readonly proxyMs: number | null;
  readonly tlsMs: number | null;
  readonly requestMs: number | null;
  /** The header section was complete. */
  readonly headersMs: number | null;
  /** The first byte of the response was there. */
  readonly firstByteMs: number | null;
}

/** Timings of an attempt that got nowhere. */
export const NO_TIMINGS: AttemptTimings = {
  dnsMs: null,
  connectMs: null,
  proxyMs: null,
  tlsMs: null,
  requestMs: null,
  headersMs: null,
  firstByteMs: null,
};
