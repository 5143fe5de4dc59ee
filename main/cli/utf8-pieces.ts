/** Most bytes of a character that may be missing their end: a four-byte one without its last. */
const PARTIAL_BYTES_MAX = 3;

/** Cuts a byte stream into pieces that never end inside a UTF-8 character. Loses nothing. */
export class Utf8Pieces {
  #held = Buffer.alloc(0);

  /** Gives the bytes up to the last complete character; the rest waits for the next call. */
  push(bytes: Uint8Array): Buffer {
    const all = Buffer.concat([this.#held, bytes]);
    const cut = findCut(all);
    this.#held = all.subarray(cut);
    return all.subarray(0, cut);
  }

  /** Gives what is left: the beginning of a character that never ended, or nothing. */
  end(): Buffer {
    const rest = this.#held;
    this.#held = Buffer.alloc(0);
    return rest;
  }
}

function findCut(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - PARTIAL_BYTES_MAX);
  for (let at = bytes.length - 1; at >= first; at--) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return bytes.length - at < length ? at : bytes.length;
  }
  return bytes.length;
}
