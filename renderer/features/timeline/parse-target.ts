import type { FindTarget } from '../../../shared/ipc/timeline-contract.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};

/**
 * What a text means to go to: `12` or `#1,284` a number, `7.9s`, `2 min` or `1:30` a time since the request, and
 * anything else an id; `id:12` is an id that looks like a number. Null for an empty text.
 */
export function parseTarget(text: string): FindTarget | null {
  const wanted = text.trim();
  if (wanted === '') return null;
  if (/^#?\d[\d,]*$/.test(wanted)) {
    return { kind: 'number', number: Number(wanted.replaceAll(/[#,]/g, '')) };
  }
  const time = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h)$/i.exec(wanted);
  if (time !== null) {
    return { kind: 'time', atMs: Number(time[1]) * (UNIT_MS[(time[2] ?? '').toLowerCase()] ?? 1) };
  }
  const clock = /^(?:(\d+):)?(\d+):(\d\d(?:\.\d+)?)$/.exec(wanted);
  if (clock !== null) {
    const [, hours = '0', minutes = '0', seconds = '0'] = clock;
    const atMs = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
    return { kind: 'time', atMs: Math.round(atMs) };
  }
  return { kind: 'id', id: wanted.replace(/^id:/, ''), afterSeq: null };
}
