import type { ReactElement } from 'react';
import type { RedirectFacts, RedirectRefusal } from '../../../shared/model/connection-facts.ts';
import { NO_EXCEPTIONS } from '../../../shared/model/transport-settings.ts';
import { useApp } from '../../app-context.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { withUrl } from '../request/draft.ts';
import { toRefusalText } from './redirect-text.ts';

/** A redirect that was not followed: why, where it leads, and what can be done about it. */
export function RedirectBanner(props: {
  readonly redirect: RedirectFacts;
  readonly refusal: RedirectRefusal;
}): ReactElement {
  const { actions, tabs } = useApp();
  const { redirect, refusal } = props;
  const { to } = redirect;
  const openInTab = (): void => {
    if (to === null) return;
    const id = tabs.openNew();
    tabs.edit(id, (draft) => withUrl(draft, to));
    actions.run('focus-url');
  };
  const followOnce = (): void => {
    if (to === null) return;
    const exceptions = { ...NO_EXCEPTIONS, downgradeOrigins: [new URL(to).origin] };
    actions.sendAgain({ exceptions });
  };
  return (
    <div className="banner offer" role="status">
      <p className="grow">
        {toRefusalText(refusal)}
        {to !== null && (
          <>
            {' '}
            <span className="mono t1">
              <VisibleText text={to} />
            </span>
          </>
        )}
      </p>
      {refusal === 'downgrade' && (
        <button className="btn" onClick={followOnce}>
          Follow once
        </button>
      )}
      {to !== null && refusal !== 'scheme' && (
        <button className="btn" onClick={openInTab}>
          Open in a new tab
        </button>
      )}
    </div>
  );
}
