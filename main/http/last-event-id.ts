import { LAST_EVENT_ID_BYTES_MAX } from '../../shared/limits.ts';

/**
 * A last event ID string as the value of its header field: its UTF-8 bytes, each as one character.
 * Null if it cannot be sent: too long, or with a control character that no field value may hold.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header
 */
export function toLastEventIdValue(lastEventId: string): string | null {
  const bytes = Buffer.from(lastEventId, 'utf8');
  if (bytes.length > LAST_EVENT_ID_BYTES_MAX) return null;
  for (const byte of bytes) if ((byte < 0x20 && byte !== 0x09) || byte === 0x7f) return null;
  return bytes.toString('latin1');
}
