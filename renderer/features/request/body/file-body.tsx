import type { ReactElement } from 'react';
import type { StoredFile } from '../../../../shared/model/workspace/stored-request.ts';
import { TemplateInput } from '../../variables/template-input.tsx';
import { nextRowId } from '../draft.ts';
import type { Row } from '../draft.ts';
import { CONTENT_TYPES } from '../header-words.ts';
import { changeRow, removeRow } from '../rows.ts';
import { useRequest } from '../use-request.ts';
import { FileChip } from './file-chip.tsx';
import { useFiles } from './use-files.ts';

/** A body that is one file, read from the disk while it is sent. Others can be kept at hand. */
export function FileBody(): ReactElement {
  const { tab, draft, edit } = useRequest();
  const rows = draft.bodyFiles;
  const files = useFiles(rows.map(({ path }) => path));
  const change = (update: (list: readonly Row<StoredFile>[]) => readonly Row<StoredFile>[]): void =>
    edit((old) => ({ ...old, bodyFiles: update(old.bodyFiles) }));
  const choose = async (): Promise<void> => {
    const [chosen] = await files.choose(false);
    if (chosen === undefined) return;
    change((list) => [
      ...list.map((row) => ({ ...row, isSelected: false })),
      { id: nextRowId(), path: chosen.path, contentType: '', isSelected: true },
    ]);
  };

  return (
    <div className="panel-scroll file-body">
      {rows.length === 0 && (
        <p className="quiet">
          The body is read from this file while it is sent, however large it is.
        </p>
      )}
      {rows.map((row) => (
        <div key={row.id} className="kvrow">
          {rows.length > 1 && (
            <input
              type="radio"
              name={`body-file-${tab.id}`}
              aria-label={`Send ${row.path}`}
              checked={row.isSelected}
              onChange={() =>
                change((list) =>
                  list.map((other) => ({ ...other, isSelected: other.id === row.id })),
                )
              }
            />
          )}
          <FileChip
            path={row.path}
            file={files.get(row.path)}
            onRemove={() => change((list) => removeRow(list, row.id))}
          />
          <span className="grow" />
          <span className="cell mono file-type">
            <TemplateInput
              className="fill"
              aria-label={`Content-Type of ${row.path}`}
              placeholder="by file name"
              words={CONTENT_TYPES}
              value={row.contentType}
              onText={(contentType) => change((list) => changeRow(list, row.id, { contentType }))}
            />
          </span>
        </div>
      ))}
      <div className="toolrow">
        <button className="btn" onClick={() => void choose()}>
          {rows.length === 0 ? 'Choose file…' : 'Choose another file…'}
        </button>
      </div>
    </div>
  );
}
