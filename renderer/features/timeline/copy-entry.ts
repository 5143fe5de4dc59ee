import type { Bridge } from '../../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { getEntryText, toLines } from './entry-text.ts';

/** Copies an entry: its data as it is, or its exact lines in the stream. */
export async function copyEntry(
  api: Bridge,
  exchangeId: ExchangeId,
  seq: number,
  what: 'data' | 'lines',
): Promise<void> {
  const answer = await api.timelineEntry({ exchangeId, seq });
  if (!answer.ok) return;
  const { entry, bytes } = answer.value;
  const text = what === 'lines' && bytes.length > 0 ? toLines(bytes) : getEntryText(entry);
  await api.clipboardWrite({ text });
}
