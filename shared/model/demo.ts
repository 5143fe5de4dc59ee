import type { RequestDefinition } from './request.ts';

/** One demo endpoint as the first-run screen and the sidebar offer it. */
export interface DemoRequest {
  /** Stable name, such as `chat`. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** What to expect, such as `214 events, 12 s`; empty for ordinary endpoints. */
  readonly extent: string;
  /** Group in the sidebar, such as `Live feeds`. */
  readonly group: string;
  /** Whether the answer is an event stream. */
  readonly streams: boolean;
  /** Whether the first-run screen lists it. */
  readonly isFeatured: boolean;
  readonly request: RequestDefinition;
}
