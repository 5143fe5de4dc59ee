import { SILENCE_MARK_MS } from '../../../shared/limits.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import type { ConnectionRow, TimelineRow } from '../../../shared/model/timeline.ts';
import { getErrorWords } from './error-words.ts';
import { findStep, getCloseWords, getRefusalWords, getToldStep, isLoss } from './row-words.ts';
import type { LossContext } from './error-words.ts';

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
  const silenceMs = getSilenceMs(row, previous);
  const silencePx = silenceMs === null ? 0 : SILENCE_PX;
  if (row === undefined || row.kind === 'event') return silencePx + EVENT_PX[density];
  const words = 'earlier' in row ? getLossWords(row, getLossContext(row, previous)) : null;
  return silencePx + (words === null ? SYSTEM_PX[density] : getLossHeight(words, widthPx));
}

/** What the row before says about a loss. */
export function getLossContext(row: TimelineRow, previous: TimelineRow | undefined): LossContext {
  return {
    silenceMs: getSilenceMs(row, previous),
    heartbeatMs: previous?.kind === 'comments' ? previous.intervalMs : null,
  };
}

function getLossHeight(words: LossWords, widthPx: number): number {
  const lineChars = Math.max(20, (widthPx - ERROR_INDENT_PX) / CHAR_PX);
  const firstLines = Math.ceil(`${words.title}  ${words.text}`.length / lineChars);
  // The code is set in a wider font.
  const codeChars = words.code === null ? 0 : Math.ceil(words.code.length * 1.2) + 2;
  const hintChars = words.hint.length + codeChars;
  const hintLines = Math.ceil(hintChars / lineChars);
  return ERROR_PX + ERROR_LINE_PX * (firstLines + hintLines - 2);
}

/** The two lines of a row that tells a loss. */
export interface LossWords {
  readonly title: string;
  readonly text: string;
  readonly hint: string;
  /** For a search; null where there is none. */
  readonly code: string | null;
}

/** What a row says of a connection that was lost or never came about; null for a row of one line. */
export function getLossWords(row: ConnectionRow, context: LossContext): LossWords | null {
  const step = getToldStep(row);
  if (step.kind === 'close' && isLoss(step)) {
    const { title, text, hint } = getCloseWords(step, null);
    return { title, text, hint: hint ?? '', code: 'end of stream' };
  }
  // An attempt that got no response, with another one to follow, is one quiet line.
  if (step.kind !== 'error' || (!step.fatal && !step.afterHeaders)) return null;
  const { title, cause, hint } = getErrorWords(step, context);
  const close = findStep(row, 'close');
  const refusal = close === null ? null : getRefusalWords(close);
  return { title, text: refusal === null ? cause : `${cause} ${refusal}`, hint, code: step.code };
}
