import type { ReactElement } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { ColumnSetting, Settings } from '../../../shared/model/settings.ts';
import type { FilterSnapshot } from '../../stores/filter-store.ts';
import type { StreamSession } from '../../stores/stream-sessions.ts';
import { ColumnsDialog } from './columns-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { GoToDialog } from './go-to-dialog.tsx';
import type { Jump } from './use-jump.ts';
import type { TimelineDialog } from './use-timeline-commands.ts';

/** The dialog of a timeline that is open. */
export function TimelineDialogs(props: {
  readonly dialog: TimelineDialog;
  readonly api: Bridge;
  readonly progress: ExchangeProgress;
  readonly session: StreamSession;
  readonly filter: FilterSnapshot;
  readonly settings: Settings;
  readonly onColumns: (columns: readonly ColumnSetting[]) => void;
  readonly jump: Jump;
  readonly onNotice: (text: string) => void;
  readonly onClose: () => void;
}): ReactElement {
  const { settings, onClose } = props;
  switch (props.dialog) {
    case 'columns':
      return (
        <ColumnsDialog
          settings={settings.timelineColumns}
          onChange={props.onColumns}
          onClose={onClose}
        />
      );
    case 'go-to':
      return (
        <GoToDialog
          jump={props.jump}
          onClose={onClose}
          onHidden={() => props.onNotice('The filter hides that row. This is the next one.')}
        />
      );
    case 'export':
      return (
        <ExportDialog
          api={props.api}
          progress={props.progress}
          lastExport={props.session.lastExport}
          filter={props.filter}
          columns={settings.timelineColumns}
          onClose={onClose}
        />
      );
  }
}
