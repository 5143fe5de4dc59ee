import type { AttemptTimings } from '../../../shared/model/attempt-timings.ts';

/** One bar of the waterfall, in milliseconds from the start of the attempt. */
export interface TimingStep {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const NAMES: readonly (readonly [key: keyof AttemptTimings, name: string])[] = [
  ['dnsMs', 'DNS'],
  ['connectMs', 'Connect'],
  ['proxyMs', 'Proxy'],
  ['tlsMs', 'TLS'],
  ['requestMs', 'Request sent'],
  ['headersMs', 'Waiting for headers'],
  ['firstByteMs', 'First byte'],
];

/** The phases of an attempt one after the other; those that were not needed are left out. */
export function toTimingSteps(
  timings: AttemptTimings,
  endMs: number | null,
): readonly TimingStep[] {
  const steps: TimingStep[] = [];
  let fromMs = 0;
  for (const [key, name] of NAMES) {
    const toMs = timings[key];
    if (toMs === null) continue;
    steps.push({ name, fromMs, toMs: Math.max(fromMs, toMs) });
    fromMs = Math.max(fromMs, toMs);
  }
  if (endMs !== null && endMs > fromMs) steps.push({ name: 'Content', fromMs, toMs: endMs });
  return steps;
}
