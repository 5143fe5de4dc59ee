// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ExportDialog } from '../../../../renderer/features/timeline/export-dialog.tsx';
import { createStore } from '../../../../renderer/stores/store.ts';
import type { Bridge, ExchangeProgress } from '../../../../shared/ipc/contract.ts';
import type { ExportProgress } from '../../../../shared/ipc/timeline-contract.ts';
import { createFakeTimelineApi } from '../../fake-timeline-api.ts';

afterEach(cleanup);

test('what CSV does with formulas is said where CSV is chosen, and only there', () => {
  render(
    <ExportDialog
      api={createFakeTimelineApi() as Bridge}
      progress={{ exchangeId: 'x-00000001', counters: { rows: 1 } } as ExchangeProgress}
      lastExport={createStore<ExportProgress | null>(null)}
      filter={{
        text: '',
        matchesCase: false,
        problem: null,
        shown: null,
        next: null,
        progress: null,
      }}
      columns={[]}
      onClose={() => undefined}
    />,
  );
  expect(screen.queryByText(/formula/)).toBeNull();
  fireEvent.click(screen.getByRole('radio', { name: /^CSV/ }));
  expect(screen.getByText(/formula/)).toBeDefined();
});
