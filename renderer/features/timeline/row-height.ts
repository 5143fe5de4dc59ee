import { SILENCE_MARK_MS } from '../../../shared/limits.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import type { TimelineRow } from '../../../shared/model/timeline.ts';
import { getErrorWords } from './row-words.ts';

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
  if (row.kind !== 'error') return SYSTEM_PX[density];
  const words = getErrorWords(row);
  const lineChars = Math.max(20, (widthPx - ERROR_INDENT_PX) / CHAR_PX);
  const firstLines = Math.ceil((words.title.length + words.cause.length + 2) / lineChars);
  const codeChars = row.code === null ? 0 : row.code.length * 1.2 + 2;
  const hintLines = Math.ceil((words.hint.length + codeChars) / lineChars);
  return ERROR_PX + ERROR_LINE_PX * (firstLines + hintLines - 2);
}
