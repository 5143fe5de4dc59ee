import type { JsonCount } from '../model/stream-stats.ts';

/** Share of the events whose data is JSON, in whole percent: 100 and 0 only where it is all or nothing. */
export function toValidShare({ looked, valid }: JsonCount): number {
  if (valid === looked) return 100;
  return valid === 0 ? 0 : Math.min(99, Math.max(1, Math.round((valid / looked) * 100)));
}
