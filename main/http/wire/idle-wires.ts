import { IDLE_CONNECTIONS_MAX, IDLE_CONNECTION_MS } from '../../../shared/limits.ts';
import type { Connection } from '../connect/dial.ts';
import type { Trust } from '../connect/trust.ts';
import type { Wire } from './wire.ts';

/** A connection that stands, with what was agreed on it. */
export interface OpenWire {
  readonly wire: Wire;
  readonly connection: Connection;
  readonly isReused: boolean;
}

/** Where a connection leads, and what it was made with: only the same fits. */
export interface WireKey {
  readonly place: string;
  readonly trust: Trust;
}

interface IdleWire {
  readonly key: WireKey;
  readonly open: OpenWire;
  readonly timer: NodeJS.Timeout;
}

/** Connections that were left open, for the next request to the same place. Each is in one hand at a time. */
export class IdleWires {
  #idle: IdleWire[] = [];

  /** A connection that still stands, newest first; null: there is none. */
  take(key: WireKey): OpenWire | null {
    for (const found of this.#idle.filter((each) => isSame(each.key, key)).toReversed()) {
      this.#drop(found);
      if (found.open.wire.isOpen()) return { ...found.open, isReused: true };
      found.open.wire.destroy();
    }
    return null;
  }

  /** Keeps a connection for a while; the oldest one goes when there are too many. */
  put(key: WireKey, open: OpenWire): void {
    const timer = setTimeout(() => {
      this.#drop(idle);
      open.wire.destroy();
    }, IDLE_CONNECTION_MS);
    // An unused connection keeps no program alive.
    timer.unref();
    const idle: IdleWire = { key, open, timer };
    this.#idle.push(idle);
    const oldest = this.#idle[0];
    if (this.#idle.length > IDLE_CONNECTIONS_MAX && oldest !== undefined) {
      this.#drop(oldest);
      oldest.open.wire.destroy();
    }
  }

  #drop(dropped: IdleWire): void {
    clearTimeout(dropped.timer);
    this.#idle = this.#idle.filter((each) => each !== dropped);
  }
}

function isSame(one: WireKey, other: WireKey): boolean {
  return one.place === other.place && one.trust === other.trust;
}
