import type { ReactElement } from 'react';
import { useApp } from '../../app-context.ts';
import { ModalDialog } from '../../components/modal-dialog.tsx';
import { useStore } from '../../stores/store.ts';
import { toNestedText, toScopeText, toValueText } from './variable-words.ts';

/** Every variable that the request at hand sees: its value, where that comes from, and what it hides. */
export function VariablesDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { variables: store, actions } = useApp();
  const showOwn = (): void => {
    onClose();
    actions.run('request-params');
  };
  const variables = useStore(store.store, (state) => state);
  const views = [...(variables?.values() ?? [])];
  return (
    <ModalDialog
      title="Variables of the request"
      className="wide"
      onClose={onClose}
      onSubmit={onClose}
      actions={
        <button type="submit" className="btn pri" data-autofocus>
          Close
        </button>
      }
    >
      <p>
        A value of this request wins over the environment, the environment over folders from the
        inside out, folders over the collection, and that over the globals. The request’s own stand
        in its tab{' '}
        <button type="button" className="linkb" onClick={showOwn}>
          Params
        </button>
        .
      </p>
      {variables === null ? (
        <p className="err" role="status">
          The variables are not known: a file above the request, or its environment, cannot be read.
        </p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Value</th>
              <th scope="col">From</th>
              <th scope="col">Hides</th>
            </tr>
          </thead>
          <tbody>
            {views.map((view) => (
              <tr key={view.name}>
                <th scope="row" className="mono">
                  {view.name}
                </th>
                <td className={view.isMissing ? 'err' : 'mono'}>
                  {toValueText(view)}
                  {view.isNested && <span className="warn nested">It {toNestedText(view)}.</span>}
                </td>
                <td>{toScopeText(view.scope, view.origin)}</td>
                <td>
                  {view.hides.map(({ scope, origin }) => toScopeText(scope, origin)).join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ModalDialog>
  );
}
