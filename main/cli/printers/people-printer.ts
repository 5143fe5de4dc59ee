import type { StreamStats } from '../../../shared/model/stream-stats.ts';
import type { OpenEntry, TimelineEntry } from '../../../shared/model/timeline.ts';
import { escapeLine } from '../escape.ts';
import { BodyPrinter } from './body-printer.ts';
import { createColours } from './colours.ts';
import type { Colours } from './colours.ts';
import type { Printer } from './printer.ts';
import { toStatsText } from './stats-text.ts';
import { toColumnHead, toRow } from './timeline-row.ts';

export interface PeopleOptions {
  /** Whether stdout is a terminal: bodies are escaped, rows cut to its width. */
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
  /** Asked per row, since a window changes its width. */
  readonly getColumns: () => number | null;
  /** Print each response head first. */
  readonly include: boolean;
}

/**
 * For people: a stream as a timeline with one line per entry, an ordinary response as its body.
 * Which of the two it is shows with `open`; the rows before it wait until then.
 */
export class PeoplePrinter implements Printer {
  readonly #options: PeopleOptions;
  readonly #colours: Colours;
  #held: TimelineEntry[] = [];
  #isTimeline = false;
  #body: BodyPrinter | null = null;
  #eventCount = 0;
  #lastEventMs: number | null = null;

  constructor(options: PeopleOptions) {
    this.#options = options;
    this.#colours = createColours(options.hasColour);
  }

  readonly printEntries = (
    entries: readonly TimelineEntry[],
    isShown: (entry: TimelineEntry) => boolean = () => true,
  ): string => {
    let text = '';
    for (const entry of entries) {
      if (entry.kind === 'open') text += this.#open(entry);
      if (!isShown(entry)) {
        // Numbers count all events, gaps are between those that are shown.
        if (entry.kind === 'event') this.#eventCount++;
      } else if (this.#isTimeline) text += this.#toRow(entry);
      else this.#held.push(entry);
    }
    return text;
  };

  readonly printBody = (bytes: Uint8Array): string | Uint8Array => this.#body?.print(bytes) ?? '';

  readonly endBody = (): string => this.#body?.end() ?? '';

  readonly printStats = (stats: StreamStats): string => toStatsText(stats);

  #open(entry: OpenEntry): string {
    const head = this.#options.include ? toHead(entry) : '';
    if (!entry.accepted) {
      this.#body = new BodyPrinter(entry.headers, this.#options.isTerminal);
      return head;
    }
    this.#isTimeline = true;
    const rows = this.#held.map((held) => this.#toRow(held));
    this.#held = [];
    return `${head}${toColumnHead(this.#colours)}${rows.join('')}`;
  }

  #toRow(entry: TimelineEntry): string {
    const columns = this.#options.getColumns();
    if (entry.kind !== 'event')
      return toRow(entry, { colours: this.#colours, columns, event: null });
    const gapMs = this.#lastEventMs === null ? null : entry.atMs - this.#lastEventMs;
    this.#lastEventMs = entry.atMs;
    const event = { number: ++this.#eventCount, gapMs };
    return toRow(entry, { colours: this.#colours, columns, event });
  }
}

/** The response head as text, one field a line, an empty line at its end. */
function toHead(entry: OpenEntry): string {
  const first = `${entry.httpVersion} ${entry.status} ${entry.reason}`.trim();
  const fields = entry.headers.map(({ name, value }) => `${name}: ${value}`);
  return `${[first, ...fields].map(escapeLine).join('\n')}\n\n`;
}
