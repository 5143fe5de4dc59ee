import { NO_TIMINGS } from '../../shared/model/attempt-timings.ts';
import { UNKNOWN_CONNECTION } from '../../shared/model/connection-facts.ts';
import type { SpoolLine } from './spool.ts';

/** What lines of earlier builds do not tell, though their version is the same. */
const OPEN_DEFAULTS = {
  ...UNKNOWN_CONNECTION,
  tlsVersion: null,
  informational: [],
  redirect: null,
} as const;
const ERROR_DEFAULTS = { addresses: [], certificates: [] } as const;
const WAIT_DEFAULTS = { failuresInRow: 0, attemptsMax: null } as const;
const CLOSE_DEFAULTS = { rule: null, refusal: null } as const;
const SENT_DEFAULTS = { httpVersion: 'HTTP/1.1', bodyBytes: null, wentOut: true } as const;

/** A line of a spool as it is written today: what an earlier build left out is filled in as not known. */
export function completeLine(line: SpoolLine): SpoolLine {
  switch (line.kind) {
    case 'open':
      return { ...OPEN_DEFAULTS, ...line, timings: { ...NO_TIMINGS, ...line.timings } };
    case 'error':
      return { ...ERROR_DEFAULTS, ...line, timings: { ...NO_TIMINGS, ...line.timings } };
    case 'reconnect-wait':
      return { ...WAIT_DEFAULTS, ...line };
    case 'close':
      return { ...CLOSE_DEFAULTS, ...line };
    case 'sent':
      return { ...line, head: { ...SENT_DEFAULTS, ...line.head } };
    default:
      return line;
  }
}
