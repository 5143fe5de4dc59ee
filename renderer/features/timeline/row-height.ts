import { SILENCE_MARK_MS } from '../../../shared/limits.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import type { ErrorEntry, TimelineRow } from '../../../shared/model/timeline.ts';
import { getCloseWords, getErrorWords, isLoss } from './row-words.ts';

export type Density = Settings['rowHeight'];

const EVENT_PX: Readonly<Record<Density, number>> = { compact: 22, normal: 26, roomy: 44 };
const SYSTEM_PX: Readonly<Record<Density, number>> = { compact: 22, normal: 26, roomy: 26 };
/** The band that tells a silence; it belongs to the row after it. */
export const SILENCE_PX = 24;

const ERROR_PX = 46;
const ERROR_LINE_PX = 17;
/** Left of an error's text: mark, number, time, gaps and the icon. */
const ERROR_INDENT_PX = 160;
/** Average advance of Inter at 12 px, a little above the measured 6.1, so that a line is never missing. */
const CHAR_PX = 6.3;

/**
 * How long nothing came on an open connection before a row, in milliseconds; null if that was too short for
 * a marker. Comments break a silence, other than the gap between two events.
 */
export function getSilenceMs(
  row: TimelineRow | undefined,
  previous: TimelineRow | undefined,
): number | null {
  const silenceMs = row === undefined ? 0 : measureSilence(row, previous);
  return silenceMs < SILENCE_MARK_MS ? null : silenceMs;
}

function measureSilence(row: TimelineRow, previous: TimelineRow | undefined): number {
  const isLost = row.kind === 'error' || (row.kind === 'close' && row.by !== 'user');
  if (previous === undefined || (!isLost && !isArrival(row))) return 0;
  if (previous.kind === 'comments') return row.atMs - previous.lastAtMs;
  if (isArrival(previous)) return row.atMs - previous.atMs;
  // A stall is told in the middle of the silence.
  const isStalled = previous.kind === 'problem' && previous.problem === 'stalled';
  return isStalled && row.kind === 'event' ? (row.gapMs ?? 0) : 0;
}

/** Whether a row stands for bytes that came. */
function isArrival(row: TimelineRow): boolean {
  switch (row.kind) {
    case 'event':
    case 'comments':
    case 'retry':
    case 'chunk':
      return true;
    case 'problem':
      return row.problem !== 'stalled' && row.problem !== 'clock-jump';
    default:
      return false;
  }
}

/**
 * Height of a row, computed from what it says and from the row before. A row that is not loaded counts as a
 * plain event.
 */
export function getRowHeight(
  row: TimelineRow | undefined,
  previous: TimelineRow | undefined,
  density: Density,
  widthPx: number,
): number {
  const silencePx = getSilenceMs(row, previous) === null ? 0 : SILENCE_PX;
  return silencePx + getContentHeight(row, density, widthPx);
}

function getContentHeight(row: TimelineRow | undefined, density: Density, widthPx: number): number {
  if (row === undefined || row.kind === 'event') return EVENT_PX[density];
  const lines = getLossWords(row);
  if (lines === null) return SYSTEM_PX[density];
  const lineChars = Math.max(20, (widthPx - ERROR_INDENT_PX) / CHAR_PX);
  const firstLines = Math.ceil(lines.first.length / lineChars);
  const hintLines = Math.ceil(lines.hint.length / lineChars);
  return ERROR_PX + ERROR_LINE_PX * (firstLines + hintLines - 2);
}

/** Whether an attempt got no response and another one follows: one quiet line, not a loss. */
export function isFailedAttempt(row: Pick<ErrorEntry, 'fatal' | 'afterHeaders'>): boolean {
  return !row.fatal && !row.afterHeaders;
}

/** The two sentences of a row that tells a loss, null for a row of one line. */
function getLossWords(row: TimelineRow): { readonly first: string; readonly hint: string } | null {
  if (row.kind === 'close' && isLoss(row)) {
    const { title, text, hint } = getCloseWords(row, null);
    return { first: `${title}  ${text}`, hint: `${hint ?? ''} end of stream` };
  }
  if (row.kind !== 'error' || isFailedAttempt(row)) return null;
  const { title, cause, hint } = getErrorWords(row);
  // The code is set in a wider font.
  const code = row.code === null ? '' : row.code.padEnd(Math.ceil(row.code.length * 1.2) + 2);
  return { first: `${title}  ${cause}`, hint: hint + code };
}
