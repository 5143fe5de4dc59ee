import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { SideBySide } from '../../components/side-by-side.tsx';
import { toContent } from '../../stores/document-tabs.ts';
import type { DocumentTab } from '../../stores/document-tabs.ts';
import { getTabTitle, isEdited } from '../../stores/tabs-store.ts';
import { toContentText } from './content-text.ts';

/** Says that the file of a tab is another one now, and offers the ways on. Nothing is chosen by itself. */
export function ConflictBar({ tab }: { readonly tab: DocumentTab }): ReactElement | null {
  const { documents, workspaceActions, actions } = useApp();
  const [isCompared, setIsCompared] = useState(false);
  const { conflict } = tab;
  if (conflict === null) return null;
  const title = getTabTitle(tab);
  if (conflict.kind === 'deleted') {
    return (
      <div className="conflict" role="alert">
        <div className="conflict-line">
          <Icon of={TriangleAlert} size={14} className="warn" />
          <span className="grow">
            The file of “{title}” is not there any more.{' '}
            {isEdited(tab) ? 'Your edits are kept here.' : 'What it held is kept here.'}
          </span>
          <button className="btn s" onClick={() => actions.closeTab(tab.id)}>
            Close the tab
          </button>
          <button className="btn s pri" onClick={() => void workspaceActions.save()}>
            Save it again
          </button>
        </div>
      </div>
    );
  }
  return (
    <div className="conflict" role="alert">
      <div className="conflict-line">
        <Icon of={TriangleAlert} size={14} className="warn" />
        <span className="grow">
          Another program changed “{title}” while you edited it. Nothing was overwritten.
        </span>
        <button
          className="btn s"
          aria-expanded={isCompared}
          onClick={() => setIsCompared(!isCompared)}
        >
          {isCompared ? 'Hide both' : 'Show both'}
        </button>
        {tab.kind === 'request' && (
          <button className="btn s" onClick={() => void workspaceActions.saveCopy(tab.id)}>
            Save mine as a copy
          </button>
        )}
        <button className="btn s" onClick={() => documents.takeTheirs(tab.id)}>
          Take theirs
        </button>
        <button className="btn s" onClick={() => void workspaceActions.keepMine(tab.id)}>
          Keep mine
        </button>
      </div>
      {isCompared && (
        <SideBySide
          label="Mine and theirs"
          leftTitle="Mine, in this tab"
          rightTitle="Theirs, in the file"
          left={toContentText(toContent(tab))}
          right={toContentText(conflict.theirs.content)}
        />
      )}
    </div>
  );
}
