/** What a browser would dispatch: event type, data, last event ID. */
export type Dispatched = readonly [type: string, data: string, lastEventId: string];

export interface Rule {
  readonly rule: string;
  readonly spec: string;
  readonly stream: string | Uint8Array;
  readonly events: readonly Dispatched[];
  /** Last event ID string after the stream; `start` where an earlier connection left that. */
  readonly lastEventId?: string;
  /** Reconnection times that the stream asks for, as sent. */
  readonly retries?: readonly number[];
  readonly comments?: readonly string[];
  /** Last event ID string that the connection begins with. */
  readonly before?: string;
}
