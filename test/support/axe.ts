import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** One rule that a page breaks, with the places where it does. */
export interface AxeViolation {
  readonly rule: string;
  readonly help: string;
  /** Selectors, with what axe says about each. */
  readonly places: readonly string[];
}

/** WCAG 2.2 A and AA, and what axe calls good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeGlobal {
  readonly axe: {
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
 * Runs axe-core on the page as it stands. The source is evaluated by the debugger, so the page's content security
 * policy stays as it is. `parts`: selectors of what is looked at; null: everything.
 */
export async function findAxeViolations(
  page: Page,
  parts: readonly string[] | null = null,
): Promise<readonly AxeViolation[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(`${axe.source}; null`);
  return page.evaluate(
    async ({ tags, wanted }) => {
      const inPage = (globalThis as unknown as AxeGlobal).axe;
      const present = wanted.filter((selector) => document.querySelector(selector) !== null);
      const { violations } = await inPage.run(present.length === 0 ? document : present, {
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'],
      });
      return violations.map(({ id, help, nodes }) => ({
        rule: id,
        help,
        places: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
      }));
    },
    { tags: TAGS, wanted: parts ?? [] },
  );
}
