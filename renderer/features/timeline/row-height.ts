import { SILENCE_MARK_MS } from '../../../shared/limits.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import type { ConnectionRow, TimelineRow } from '../../../shared/model/timeline.ts';
import { getErrorWords } from './error-words.ts';
import { findStep, getCloseWords, getRefusalWords, getToldStep, isLoss } from './row-words.ts';
import type { EndContext } from './error-words.ts';
import { countLines } from './text-lines.ts';

export type Density = Settings['rowHeight'];

const EVENT_PX: Readonly<Record<Density, number>> = { compact: 22, normal: 26, roomy: 44 };
const SYSTEM_PX: Readonly<Record<Density, number>> = { compact: 22, normal: 26, roomy: 26 };
/** The band that tells a silence; it belongs to the row after it. */
export const SILENCE_PX = 24;

const ERROR_PX = 46;
const ERROR_LINE_PX = 17;
/** As the style sheet has them. */
const TEXT_FONT = "12px 'Inter Variable'";
const TITLE_FONT = "500 12px 'Inter Variable'";
const CODE_FONT = "12px 'JetBrains Mono Variable'";

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
 * plain event. `sentencePx` is the width of a row that is a sentence, without what stands before its words.
 */
export function getRowHeight(
  row: TimelineRow | undefined,
  previous: TimelineRow | undefined,
  density: Density,
  sentencePx: number,
): number {
  const silenceMs = getSilenceMs(row, previous);
  const silencePx = silenceMs === null ? 0 : SILENCE_PX;
  if (row === undefined || row.kind === 'event') return silencePx + EVENT_PX[density];
  const words = 'earlier' in row ? getLossWords(row, getEndContext(row, previous)) : null;
  return silencePx + (words === null ? SYSTEM_PX[density] : getLossHeight(words, sentencePx));
}

/** What the row before says about the end of a connection. */
export function getEndContext(row: TimelineRow, previous: TimelineRow | undefined): EndContext {
  return {
    silenceMs: getSilenceMs(row, previous),
    heartbeatMs: previous?.kind === 'comments' ? previous.intervalMs : null,
    lastWord: getLastWord(previous),
    isUnfinished: previous?.kind === 'problem' && previous.problem === 'unfinished-event',
  };
}

/** The events by which chat APIs say that nothing more is to come. */
function getLastWord(row: TimelineRow | undefined): string | null {
  if (row?.kind !== 'event') return null;
  if (row.preview.trim() === '[DONE]') return '[DONE]';
  return row.type === 'message_stop' ? row.type : null;
}

function getLossHeight({ title, text, hint, code }: LossWords, sentencePx: number): number {
  const first = [
    { text: title, font: TITLE_FONT },
    { text: `\u2002${text}`, font: TEXT_FONT },
  ];
  const second = [
    { text: `${hint} `, font: TEXT_FONT },
    { text: code ?? '', font: CODE_FONT },
  ];
  const lines = countLines(first, sentencePx) + countLines(second, sentencePx);
  return ERROR_PX + ERROR_LINE_PX * (lines - 2);
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
export function getLossWords(row: ConnectionRow, context: EndContext): LossWords | null {
  const step = getToldStep(row);
  if (step.kind === 'close' && isLoss(step)) {
    const { title, text, hint } = getCloseWords(step, context);
    return { title, text, hint: hint ?? '', code: 'end of stream' };
  }
  // An attempt that got no response, with another one to follow, is one quiet line.
  if (step.kind !== 'error' || (!step.fatal && !step.afterHeaders)) return null;
  const { title, cause, hint } = getErrorWords(step, context);
  const close = findStep(row, 'close');
  const refusal = close === null ? null : getRefusalWords(close);
  return { title, text: refusal === null ? cause : `${cause} ${refusal}`, hint, code: step.code };
}
