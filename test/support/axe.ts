import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** One rule that a page breaks, with the places where it does. */
interface AxeViolation {
  readonly rule: string;
  readonly help: string;
  /** Selectors, with what axe says about each. */
  readonly places: readonly string[];
}

/** WCAG 2.2 A and AA, and what axe calls good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Of WCAG 2.2 AA, but off in axe unless it is asked for. */
const MORE_RULES = { 'target-size': { enabled: true } };

/**
 * Tabs and rows of requests begin with a badge that has the method. It is not what they are called, and hidden from
 * assistive technology, but axe takes every text that is on screen for a part of the label.
 */
const BADGED = ':not([role="tab"]):not([role="treeitem"])';

interface AxeGlobal {
  readonly axe: {
    configure(spec: unknown): void;
    run(
      context: unknown,
      options: unknown,
    ): Promise<{
      readonly violations: readonly {
        readonly id: string;
        readonly help: string;
        readonly nodes: readonly {
          readonly target: readonly unknown[];
          readonly failureSummary?: string;
        }[];
      }[];
    }>;
  };
}

/**
 * Expects that axe-core finds nothing on the whole page as it stands. A screen that fails does not end the test, so
 * that one run tells of all of them. The source is evaluated by the debugger, so the page's content security policy
 * stays as it is.
 */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(`${axe.source}; null`);
  // What fades in has other colours on the way.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ effect, playState }) =>
          playState !== 'running' || effect?.getComputedTiming().endTime === Infinity,
      ),
  );
  const violations = await page.evaluate(
    async ({ tags, rules, selector }): Promise<readonly AxeViolation[]> => {
      const inPage = (globalThis as unknown as AxeGlobal).axe;
      inPage.configure({ rules: [{ id: 'label-content-name-mismatch', selector }] });
      const found = await inPage.run(document, {
        runOnly: { type: 'tag', values: tags },
        rules,
        resultTypes: ['violations'],
      });
      return found.violations.map(({ id, help, nodes }) => ({
        rule: id,
        help,
        places: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
      }));
    },
    { tags: TAGS, rules: MORE_RULES, selector: BADGED },
  );
  expect.soft(violations, screen).toEqual([]);
}

/** Puts a new window, which is dark, into a theme. */
export async function setTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
  if (theme === 'dark') return;
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await expect(page.getByRole('button', { name: 'Use the dark theme' })).toBeVisible();
}
