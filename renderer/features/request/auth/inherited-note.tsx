import type { ReactElement } from 'react';
import type { ItemId } from '../../../../shared/model/workspace/tree.ts';
import { AUTH_NAMES, AUTH_TEXT } from './auth-words.ts';
import { useInheritedAuth } from './use-inherited-auth.ts';

/** What the request inherits, and from where. */
export function InheritedNote(props: { readonly itemId: ItemId | null }): ReactElement {
  const inherited = useInheritedAuth(props.itemId, true);
  const auth = inherited?.auth ?? null;
  if (inherited === null || auth === null || auth.kind === 'none' || auth.kind === 'inherit') {
    return (
      <p className="quiet">
        {inherited === null
          ? 'No folder above says how to authenticate, so nothing is added.'
          : `${inherited.from} says that nothing is added.`}
      </p>
    );
  }
  return (
    <div className="inherited">
      <p>
        <b className="t1">{AUTH_NAMES[auth.kind]}</b> from <b className="t1">{inherited.from}</b>.{' '}
        {AUTH_TEXT[auth.kind]}
      </p>
    </div>
  );
}
