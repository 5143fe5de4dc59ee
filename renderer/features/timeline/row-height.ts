import { SILENCE_MARK_MS } from '../../../shared/limits.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import type { ErrorEntry, TimelineRow } from '../../../shared/model/timeline.ts';
import { getCloseWords, getErrorWords, isLoss } from './row-words.ts';

export type Density = Settings['rowHeight'];

const EVENT_PX: Readonly<Record<Density, number>> = { compact: 22, normal: 26, roomy: 44 };
const SYSTEM_PX: Readonly<Record<Density, number>> = { compact: 22, normal: 26, roomy: 26 };
/** The band that tells a silence; it belongs to the event after it. */
export const SILENCE_PX = 24;

const ERROR_PX = 46;
const ERROR_LINE_PX = 17;
/** Left of an error's text: mark, number, time, gaps and the icon. */
const ERROR_INDENT_PX = 160;
/** Average advance of Inter at 12 px, a little above the measured 6.1, so that a line is never missing. */
const CHAR_PX = 6.3;

/** Whether the silence before an event is long enough for a marker. */
export function hasSilence(row: TimelineRow | undefined): boolean {
  return row?.kind === 'event' && row.gapMs !== null && row.gapMs >= SILENCE_MARK_MS;
}

/** Height of a row, computed from what it says. A row that is not loaded counts as a plain event. */
export function getRowHeight(
  row: TimelineRow | undefined,
  density: Density,
  widthPx: number,
): number {
  if (row === undefined) return EVENT_PX[density];
  if (row.kind === 'event') return EVENT_PX[density] + (hasSilence(row) ? SILENCE_PX : 0);
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
