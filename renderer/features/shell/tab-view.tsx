import type { ReactElement } from 'react';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import type { ShownLayout } from '../../layout.ts';
import { assertNever } from '../../../shared/result.ts';
import { isPage } from '../../stores/tabs-store.ts';
import type { Tab } from '../../stores/tabs-store.ts';
import { ConflictBar } from '../conflict/conflict-bar.tsx';
import { EnvironmentPage } from '../environment/environment-page.tsx';
import { GlobalsPage } from '../environment/globals-page.tsx';
import { FolderPage } from '../folder/folder-page.tsx';
import { HistoryPage } from '../history/history-page.tsx';
import { TextPage } from '../text/text-page.tsx';
import { RequestView } from './request-view.tsx';

/** What a tab shows, and above it what happened to its file. */
export function TabView(props: {
  readonly tab: Tab;
  readonly shown: ShownLayout;
  readonly isStart: boolean;
}): ReactElement {
  const { tab } = props;
  return (
    <>
      {!isPage(tab) && tab.conflict !== null && <ConflictBar tab={tab} />}
      <ErrorBoundary name="This tab">
        <TabContent {...props} />
      </ErrorBoundary>
    </>
  );
}

function TabContent(props: {
  readonly tab: Tab;
  readonly shown: ShownLayout;
  readonly isStart: boolean;
}): ReactElement {
  const { tab } = props;
  switch (tab.kind) {
    case 'request':
      return <RequestView shown={props.shown} isStart={props.isStart} />;
    case 'environment':
      return <EnvironmentPage tab={tab} />;
    case 'folder':
      return <FolderPage tab={tab} />;
    case 'text':
      return <TextPage tab={tab} />;
    case 'history':
      return <HistoryPage />;
    case 'globals':
      return <GlobalsPage />;
    default:
      return assertNever(tab);
  }
}
