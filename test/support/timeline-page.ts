import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { startScriptedServer } from './scripted-server.ts';
import type { ScriptedConnection, ScriptedServer } from './scripted-server.ts';

/** A stream that the test writes to, one connection. */
export interface Feed extends AsyncDisposable {
  readonly server: ScriptedServer;
  readonly write: (text: string) => Promise<void>;
  readonly end: () => void;
}

/** Starts a server whose stream begins with `first` and stays open. */
export async function startFeed(first: string): Promise<Feed> {
  let connection: ScriptedConnection | null = null;
  const server = await startScriptedServer(async (opened) => {
    connection = opened;
    await opened.openStream();
    await opened.write(first);
  });
  return {
    server,
    write: async (text) => {
      if (connection === null) throw new Error('nobody is connected');
      await connection.write(text);
    },
    end: () => connection?.end(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** An event as lines of a stream. */
export function toEvent(type: string, data: string, id?: string | number): string {
  const lines = data.split('\n').map((line) => `data: ${line}\n`);
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${type}\n${lines.join('')}\n`;
}

/** The timeline of a window, as a user finds its parts. */
export class TimelinePage {
  readonly page: Page;
  readonly grid: Locator;
  readonly filter: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: 'Timeline' });
    this.filter = page.getByRole('combobox', { name: 'Filter' });
  }

  /** Types a URL into the address field and sends it. */
  async send(url: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'URL' });
    await field.fill(url);
    // With an empty field Enter runs a demo.
    await expect(field).toHaveValue(url);
    await field.press('Enter');
  }

  /** Waits until so many events were received. */
  async waitForEvents(count: number): Promise<void> {
    const tab = this.page.getByRole('tab', { name: `Timeline ${count.toLocaleString('en-US')}` });
    await expect(tab).toBeVisible();
  }

  get events(): Locator {
    return this.grid.locator('.ev:has(.ix)');
  }

  /** Row of the event with a number. */
  event(number: number): Locator {
    const hasNumber = this.page.getByText(number.toLocaleString('en-US'), { exact: true });
    return this.grid.getByRole('row').filter({ has: this.page.locator('.ix').and(hasNumber) });
  }

  /** Sets the filter as typing does, and waits for `shown` events of all. */
  async setFilter(text: string, shown: string): Promise<void> {
    await this.filter.fill(text);
    await expect(this.page.getByLabel('Events that match')).toContainText(shown);
  }

  get detail(): Locator {
    return this.page.getByRole('complementary');
  }

  /** Text of an editor in the detail, line by line. */
  async readCode(): Promise<string> {
    return (await this.detail.locator('.cm-content .cm-line').allTextContents()).join('\n');
  }
}
