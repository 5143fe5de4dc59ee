import { Info } from 'lucide-react';
import type { ReactElement } from 'react';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { withUrl } from '../request/draft.ts';
import type { StreamLink } from './stream-link.ts';

/** Offers to open a field that looks like the address of a stream. Nothing is sent before the user wants it. */
export function StreamLinkBar(props: { readonly link: StreamLink }): ReactElement {
  const { tabs, actions } = useApp();
  const { link } = props;
  const open = (): void => {
    const id = tabs.openNew();
    tabs.edit(id, (draft) => withUrl(draft, link.url));
    actions.run('focus-url');
  };
  return (
    <div className="stream-link">
      <Icon of={Info} size={14} />
      <p className="ell">
        An ordinary response.{' '}
        <span className="mono t1">
          <VisibleText text={link.path} />
        </span>{' '}
        looks like a stream.
      </p>
      <span className="grow" />
      <button className="btn s" title={link.url} onClick={open}>
        Open it in a new tab
      </button>
    </div>
  );
}
