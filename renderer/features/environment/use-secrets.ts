import { useCallback, useEffect, useState } from 'react';
import type { SecretsState } from '../../../shared/ipc/workspace-contract.ts';
import type { ItemId } from '../../../shared/model/workspace/tree.ts';
import { useApp } from '../../app-context.ts';
import { useStore } from '../../stores/store.ts';

/** What is known of the secrets of an environment: never their values. */
export interface EnvironmentSecrets {
  readonly state: SecretsState | null;
  /** Names that have a value on this computer. */
  readonly names: ReadonlySet<string>;
  readonly refresh: () => void;
}

/** Asks main for the secrets of an environment, again whenever its file changed or a question was answered. */
export function useSecrets(environmentId: ItemId): EnvironmentSecrets {
  const { api, workspace, windowState } = useApp();
  const revision = useStore(workspace.store, (state) => state?.revision);
  const hasDialog = useStore(windowState, (state) => state.dialog !== null);
  const [secrets, setSecrets] = useState<Omit<EnvironmentSecrets, 'refresh'>>({
    state: null,
    names: new Set(),
  });
  const refresh = useCallback(() => {
    void Promise.all([api.secretsState(null), api.secretsNames({ environmentId })]).then(
      ([state, names]) =>
        setSecrets({
          state: state.ok ? state.value : null,
          names: new Set(names.ok ? names.value : []),
        }),
    );
  }, [api, environmentId]);
  useEffect(refresh, [refresh, revision, hasDialog]);
  return { ...secrets, refresh };
}
