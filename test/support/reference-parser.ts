/**
 * A second reading of an event stream, to compare the product's with. Written from the text of the
 * standard, line by line over the whole stream at once: slow, and easy to check by eye.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */

/** What the standard makes of a stream. Comments and `retry` are kept in the order of their lines. */
export type ReferenceStep =
  | {
      readonly kind: 'event';
      readonly type: string;
      readonly data: string;
      readonly lastEventId: string;
    }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'retry'; readonly ms: number }
  /** A block named by this line that is not dispatched, for it has no data. */
  | { readonly kind: 'no-data'; readonly line: string; readonly number: number };

export interface ReferenceReading {
  readonly steps: readonly ReferenceStep[];
  /** Last event ID string of the event source after the stream. */
  readonly lastEventId: string;
}

/** Reads a whole stream. `lastEventId` is the string that an earlier connection left. */
export function readReference(bytes: Uint8Array, lastEventId = ''): ReferenceReading {
  const steps: ReferenceStep[] = [];
  let lastId = lastEventId;
  let data = '';
  let type = '';
  let idBuffer = lastEventId;
  let typeLine: { readonly line: string; readonly number: number } | null = null;

  // "The UTF-8 decode algorithm strips one leading UTF-8 Byte Order Mark (BOM), if any."
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const text = decoded.startsWith('\uFEFF') ? decoded.slice(1) : decoded;

  // A line that no line end closes is not processed: the stream ended in the middle of it.
  const lines = text.split(/\r\n|\n|\r/).slice(0, -1);
  for (const [index, line] of lines.entries()) {
    if (line === '') {
      lastId = idBuffer;
      if (data !== '') {
        const withoutLastLf = data.endsWith('\n') ? data.slice(0, -1) : data;
        steps.push({
          kind: 'event',
          type: type === '' ? 'message' : type,
          data: withoutLastLf,
          lastEventId: lastId,
        });
      } else if (typeLine !== null) {
        steps.push({ kind: 'no-data', ...typeLine });
      }
      typeLine = null;
      data = '';
      type = '';
      continue;
    }
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const rest = colon === -1 ? '' : line.slice(colon + 1);
    const value = rest.startsWith(' ') ? rest.slice(1) : rest;
    if (colon === 0) steps.push({ kind: 'comment', text: value });
    else if (name === 'event') {
      type = value;
      if (value !== '') typeLine = { line, number: index + 1 };
    } else if (name === 'data') data += `${value}\n`;
    else if (name === 'id') idBuffer = value.includes('\0') ? idBuffer : value;
    else if (name === 'retry' && /^[0-9]+$/.test(value)) {
      steps.push({ kind: 'retry', ms: Number.parseInt(value, 10) });
    }
  }
  return { steps, lastEventId: lastId };
}
