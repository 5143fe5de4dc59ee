import { useEffect, useId, useState } from 'react';
import type { ReactElement } from 'react';
import type { StoredEnvironment } from '../../../shared/model/workspace/stored-environment.ts';
import type { StoredVariable } from '../../../shared/model/workspace/stored-variable.ts';
import type { ItemId } from '../../../shared/model/workspace/tree.ts';
import { useApp } from '../../app-context.ts';
import { useStore } from '../../stores/store.ts';

/** The variables of two environments beside each other. */
export function EnvironmentCompare(props: {
  readonly environmentId: ItemId;
  readonly draft: StoredEnvironment;
}): ReactElement | null {
  const { api, workspace } = useApp();
  const state = useStore(workspace.store, (value) => value);
  const others = (state?.environments ?? []).filter(
    ({ environmentId }) => environmentId !== props.environmentId,
  );
  const [otherId, setOtherId] = useState<ItemId | null>(others[0]?.environmentId ?? null);
  const [other, setOther] = useState<StoredEnvironment | null>(null);
  const id = useId();
  const revision = state?.revision;
  useEffect(() => {
    if (otherId === null) return;
    let isCurrent = true;
    void api.itemRead({ itemId: otherId }).then((answer) => {
      if (!isCurrent) return;
      const content = answer.ok ? answer.value.content : null;
      setOther(content?.kind === 'environment' ? content.environment : null);
    });
    return () => {
      isCurrent = false;
    };
  }, [api, otherId, revision]);
  if (otherId === null) return null;
  const names = [
    ...new Set([...props.draft.variables, ...(other?.variables ?? [])].map(({ name }) => name)),
  ].toSorted();

  return (
    <div className="env-compare">
      <label htmlFor={id}>Compare with </label>
      <select
        id={id}
        className="fld"
        value={otherId}
        onChange={(changeEvent) => {
          const wanted = changeEvent.currentTarget.value;
          setOtherId(others.find((each) => each.environmentId === wanted)?.environmentId ?? null);
        }}
      >
        {others.map((each) => (
          <option key={each.environmentId} value={each.environmentId}>
            {each.name}
          </option>
        ))}
      </select>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">{props.draft.name}</th>
            <th scope="col">{other?.name ?? ''}</th>
            <th scope="col">Difference</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const [left, right] = [props.draft, other].map((each) =>
              each?.variables.find((variable) => variable.name === name),
            );
            return (
              <tr key={name}>
                <th scope="row" className="mono">
                  {name}
                </th>
                <td className="mono">{toText(left)}</td>
                <td className="mono">{toText(right)}</td>
                <td>{toDifference(left, right, other?.name ?? '')}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function toText(variable: StoredVariable | undefined): string {
  if (variable === undefined) return '';
  const text = variable.isSecret ? 'secret' : variable.value;
  return variable.isEnabled ? text : `${text} (off)`;
}

function toDifference(
  left: StoredVariable | undefined,
  right: StoredVariable | undefined,
  other: string,
): string {
  if (left === undefined) return 'missing here';
  if (right === undefined) return `missing in ${other}`;
  return toText(left) === toText(right) ? 'same' : 'differs';
}
