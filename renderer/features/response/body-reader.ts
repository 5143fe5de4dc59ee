import { BODY_READ_BYTES_MAX } from '../../../shared/limits.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import type { Api } from '../../api.ts';
import { createStore } from '../../stores/store.ts';
import type { Store } from '../../stores/store.ts';

/** What of a body is in the window. */
export interface ReadBody {
  /** The beginning of the body, as far as it was read. A new view for each step. */
  readonly bytes: Uint8Array;
  /** Why reading ended early, in developer words; null when all is well. */
  readonly problem: string | null;
}

/** Reads one body from main, step by step, as far as it is wanted. */
export interface BodyReader {
  readonly store: Store<ReadBody>;
  /** Reads on until this many bytes are here. */
  readonly want: (bytes: number) => void;
  readonly dispose: () => void;
}

/** Waiting time between two announcements while a body arrives, in milliseconds. */
const ANNOUNCE_EVERY_MS = 150;

/** Makes the reader of one exchange; nothing is read before `want`. */
export function createBodyReader(api: Api, exchangeId: ExchangeId): BodyReader {
  const store = createStore<ReadBody>({ bytes: new Uint8Array(0), problem: null });
  let buffer = new Uint8Array(64 * 1024);
  let read = 0;
  let wanted = 0;
  let isReading = false;
  let isDisposed = false;
  let announcedAtMs = -Infinity;

  const append = (part: Uint8Array): void => {
    if (read + part.length > buffer.length) {
      const larger = new Uint8Array(Math.max(buffer.length * 2, read + part.length));
      larger.set(buffer.subarray(0, read));
      buffer = larger;
    }
    buffer.set(part, read);
    read += part.length;
  };
  const announce = (problem: string | null): void => {
    announcedAtMs = performance.now();
    store.set(() => ({ bytes: buffer.subarray(0, read), problem }));
  };

  const readOn = async (): Promise<void> => {
    isReading = true;
    while (!isDisposed && read < wanted) {
      const length = Math.min(BODY_READ_BYTES_MAX, wanted - read);
      const answer = await api.bodyRead({ exchangeId, offset: read, length });
      if (isDisposed) return;
      if (!answer.ok) {
        const { error } = answer;
        announce(error.kind === 'unknown-exchange' ? 'the response is gone' : error.detail);
        break;
      }
      if (answer.value.bytes.length === 0) break;
      append(answer.value.bytes);
      if (performance.now() - announcedAtMs > ANNOUNCE_EVERY_MS) announce(null);
    }
    isReading = false;
    if (store.get().problem === null && store.get().bytes.length !== read) announce(null);
  };

  return {
    store,
    want: (bytes) => {
      wanted = Math.max(wanted, bytes);
      if (!isReading && read < wanted) void readOn();
    },
    dispose: () => {
      isDisposed = true;
    },
  };
}
