/** Bounds of the demo server, with unit and reason. */

/** Open connections. A page or program that opens more is refused at accept. */
export const DEMO_CONNECTIONS_MAX = 128;

/** Time for a whole request head, in milliseconds; a slower client is closed. */
export const DEMO_HEADERS_TIMEOUT_MS = 10_000;

/** Time for a whole request with its content, in milliseconds. */
export const DEMO_REQUEST_TIMEOUT_MS = 30_000;

/** Request content that is read, in bytes. More is answered with 413. */
export const DEMO_BODY_BYTES_MAX = 1024 * 1024;

/** Highest `?rate=` of the stock ticker, in events per second; a higher one is lowered to it. */
export const DEMO_RATE_MAX = 1000;

/** Delay after which a paced stream gives up catching up, in milliseconds: a laptop that slept. */
export const DEMO_LATENESS_MAX_MS = 1000;
