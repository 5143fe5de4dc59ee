/** Why a stream was stopped from outside; used as the reason of an abort signal. */
export class StopReason {
  readonly by: 'user' | 'rule';
  /** Name of the rule, such as `max-events`; null when the user stopped it. */
  readonly rule: string | null;

  constructor(by: 'user' | 'rule', rule: string | null = null) {
    this.by = by;
    this.rule = rule;
  }
}

/** Reads the reason of an aborted signal; any other reason counts as the user's stop. */
export function toStopReason(reason: unknown): StopReason {
  return reason instanceof StopReason ? reason : new StopReason('user');
}
