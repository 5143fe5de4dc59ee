import { useEffect, useId, useState } from 'react';
import type { ReactElement } from 'react';
import type { KeptVersion } from '../../../shared/ipc/workspace-contract.ts';
import type { ItemId } from '../../../shared/model/workspace/tree.ts';
import { useApp } from '../../app-context.ts';
import { formatBytes } from '../../components/number-format.ts';
import { TextEditor } from '../../components/editors.ts';
import { useStore } from '../../stores/store.ts';
import { toItemErrorText } from '../workspace/item-error-text.ts';

/** Versions of files that were overwritten or deleted: to be looked at, and brought back. */
export function FileHistory(): ReactElement {
  const { api, workspace, notices } = useApp();
  const state = useStore(workspace.store, (value) => value);
  const [itemId, setItemId] = useState<ItemId | null>(null);
  const [versions, setVersions] = useState<readonly KeptVersion[]>([]);
  const [shown, setShown] = useState<{
    readonly version: KeptVersion;
    readonly text: string;
  } | null>(null);
  const id = useId();
  const revision = state?.revision;
  useEffect(() => {
    let isCurrent = true;
    void api.historyVersions({ itemId }).then((answer) => {
      if (isCurrent) setVersions(answer.ok ? answer.value : []);
    });
    return () => {
      isCurrent = false;
    };
  }, [api, itemId, revision]);
  if (state === null) {
    return <p className="quiet">Earlier versions of files appear here once a workspace is open.</p>;
  }
  const files = state.tree.filter(({ kind }) => kind !== 'folder');

  const show = async (version: KeptVersion): Promise<void> => {
    const answer = await api.historyRead({ versionId: version.versionId });
    if (answer.ok) setShown({ version, text: answer.value.text });
    else notices.show({ kind: 'failed', text: toItemErrorText(answer.error) });
  };
  const restore = async ({ versionId, path }: KeptVersion): Promise<void> => {
    const answer = await api.historyRestore({ versionId });
    notices.show(
      answer.ok
        ? { kind: 'done', text: `Restored ${answer.value.path}` }
        : { kind: 'failed', text: `${path} was not restored. ${toItemErrorText(answer.error)}` },
    );
    await workspace.load();
  };

  return (
    <>
      <div className="toolrow">
        <label htmlFor={id}>Versions of</label>
        <select
          id={id}
          className="fld"
          value={itemId ?? ''}
          onChange={(changeEvent) => {
            const wanted = changeEvent.currentTarget.value;
            setItemId(files.find((file) => file.itemId === wanted)?.itemId ?? null);
            setShown(null);
          }}
        >
          <option value="">everything that was deleted</option>
          {files.map((file) => (
            <option key={file.itemId} value={file.itemId}>
              {file.path}
            </option>
          ))}
        </select>
      </div>
      {versions.length === 0 && (
        <p className="quiet">
          {itemId === null ? 'Nothing was deleted.' : 'This file was not overwritten so far.'}
        </p>
      )}
      {versions.length > 0 && (
        <table className="plain-table" aria-label="Versions">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">File</th>
              <th scope="col">Size</th>
              <th scope="col">Why it is kept</th>
              <th scope="col">Actions</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <tr key={version.versionId}>
                <td className="num">{new Date(version.atMs).toLocaleString()}</td>
                <td className="mono">{version.path}</td>
                <td className="num">{formatBytes(version.sizeBytes)}</td>
                <td>{version.reason}</td>
                <td>
                  <button className="btn s" onClick={() => void show(version)}>
                    Show
                  </button>{' '}
                  <button className="btn s" onClick={() => void restore(version)}>
                    Restore
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shown !== null && <VersionView {...shown} />}
    </>
  );
}

/** The text of a kept version. */
function VersionView(props: {
  readonly version: KeptVersion;
  readonly text: string;
}): ReactElement {
  const { version, text } = props;
  return (
    <div className="version">
      <h2 className="h4">
        {version.path} of {new Date(version.atMs).toLocaleString()}
      </h2>
      <TextEditor
        text={text}
        language="text"
        ariaLabel={`Kept text of ${version.path}`}
        isReadOnly
      />
    </div>
  );
}
