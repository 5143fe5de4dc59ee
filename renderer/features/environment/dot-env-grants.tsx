import { useCallback, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { AskedFile } from '../../../shared/ipc/local-contract.ts';
import { useApp } from '../../app-context.ts';
import { useStore } from '../../stores/store.ts';
import { toItemErrorText } from '../workspace/item-error-text.ts';

/** The `.env` files that the environment in use names: none is read before the user lets it. */
export function DotEnvGrants(): ReactElement {
  const { api, workspace, notices, variables } = useApp();
  const revision = useStore(workspace.store, (state) => state?.revision);
  const [files, setFiles] = useState<readonly AskedFile[]>([]);
  const load = useCallback(() => {
    void api.grantsList(null).then((answer) => setFiles(answer.ok ? answer.value : []));
  }, [api]);
  useEffect(load, [load, revision]);

  const grant = async (path: string, isGranted: boolean): Promise<void> => {
    const answer = await api.grantsSet({ path, isGranted });
    if (!answer.ok) notices.show({ kind: 'failed', text: toItemErrorText(answer.error) });
    load();
    variables.refresh();
  };
  return (
    <>
      {files.map((file) => (
        <p key={file.path} className="page-note">
          {file.realPath === null
            ? `The file ${file.path}, which this environment names, is not there.`
            : `Values of ${file.realPath} are ${file.isGranted ? 'read' : 'not read until you let it'}.`}{' '}
          {file.realPath !== null && (
            <button className="btn s" onClick={() => void grant(file.path, !file.isGranted)}>
              {file.isGranted ? 'Stop reading it' : 'Read it'}
            </button>
          )}
        </p>
      ))}
    </>
  );
}
