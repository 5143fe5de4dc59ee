import type { DemoRequest } from '../../shared/model/demo.ts';

/** What the demo needs of `main/replay`. */
export interface DemoRoom {
  readonly startDemoServer: () => Promise<{
    readonly origin: string;
    readonly close: () => Promise<void>;
  }>;
  readonly listDemoRequests: (origin: string) => readonly DemoRequest[];
}

/**
 * The built-in demo endpoints, served while the app runs once somebody asked for them. `loadRoom`
 * keeps their code out of the start of the app.
 */
export class Demo {
  readonly #loadRoom: () => Promise<DemoRoom>;
  #running: Promise<{
    readonly requests: readonly DemoRequest[];
    readonly close: () => Promise<void>;
  }> | null = null;

  constructor(loadRoom: () => Promise<DemoRoom>) {
    this.#loadRoom = loadRoom;
  }

  /** Starts the server if it is not running. After a rejection the next call tries again. */
  async start(): Promise<readonly DemoRequest[]> {
    this.#running ??= this.#open();
    try {
      return (await this.#running).requests;
    } catch (cause) {
      this.#running = null;
      throw cause;
    }
  }

  /** Ends the server if it runs. */
  async close(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.then(
      (server) => server.close(),
      () => undefined,
    );
  }

  async #open(): Promise<{
    readonly requests: readonly DemoRequest[];
    readonly close: () => Promise<void>;
  }> {
    const room = await this.#loadRoom();
    const server = await room.startDemoServer();
    return { requests: room.listDemoRequests(server.origin), close: () => server.close() };
  }
}
