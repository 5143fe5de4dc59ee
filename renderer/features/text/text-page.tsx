import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { TextEditor } from '../../components/editors.ts';
import { useStore } from '../../stores/store.ts';
import { isEdited } from '../../stores/tabs-store.ts';
import type { OpenText } from '../../stores/tabs-store.ts';
import { toFormatErrorText } from '../workspace/item-error-text.ts';

/** A file that cannot be read as an item, or is of a kind that is not edited here: its text as it is. */
export function TextPage({ tab }: { readonly tab: OpenText }): ReactElement {
  const { tabs, actions, workspace } = useApp();
  const path = useStore(
    workspace.store,
    (state) => state?.tree.find(({ itemId }) => itemId === tab.item?.itemId)?.path ?? tab.name,
  );
  const { error } = tab;
  const setText = (text: string): void =>
    tabs.change(tab.id, (now) =>
      now.kind === 'text' ? { ...now, draft: text, isPreview: false } : now,
    );
  return (
    <section className="page text-page" aria-label={path} data-area="request">
      <div className="page-head">
        <div className="grow">
          <h1 className="mono">{path}</h1>
          {error === null ? (
            <p className="t3">
              Tideline keeps items of this kind as they are. You can edit the text.
            </p>
          ) : (
            <p className="err" role="status">
              <Icon of={TriangleAlert} size={14} /> {toFormatErrorText(error)}
            </p>
          )}
        </div>
        <button className="btn pri" disabled={!isEdited(tab)} onClick={() => actions.run('save')}>
          Save
        </button>
      </div>
      {tab.isBinary ? (
        <p className="quiet">
          This file is no text, so it can only be replaced outside of Tideline.
        </p>
      ) : (
        <TextEditor
          text={tab.draft}
          language="text"
          ariaLabel={`Text of ${path}`}
          errorAt={error === null ? null : toIndex(tab.original, error.line, error.column)}
          onChange={setText}
        />
      )}
    </section>
  );
}

/** Position of a line and column, which count from 1; null where there is none. */
function toIndex(text: string, line: number | null, column: number | null): number | null {
  if (line === null) return null;
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return Math.min(before + Math.max(0, (column ?? 1) - 1), text.length);
}
