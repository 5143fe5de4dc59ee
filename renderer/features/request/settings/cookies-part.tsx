import { Pencil, Plus, X } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { ReactElement } from 'react';
import type { Cookie } from '../../../../shared/model/http-parts.ts';
import { useApp } from '../../../app-context.ts';
import { Icon } from '../../../components/icon.tsx';
import { formatPlural } from '../../../components/number-format.ts';
import { VisibleText } from '../../../components/visible-text.tsx';
import { CookieForm } from './cookie-form.tsx';
import { useAnswer } from './use-answer.ts';

const NEW_COOKIE: Cookie = {
  name: '',
  value: '',
  domain: '',
  isHostOnly: true,
  path: '/',
  isSecure: false,
  isHttpOnly: false,
  sameSite: null,
  expiresAtMs: null,
};

/** The cookies of the workspace: looked at, edited, deleted. */
export function CookiesPart(): ReactElement {
  const { api } = useApp();
  const {
    value: cookies,
    problem,
    ask,
  } = useAnswer(useCallback(() => api.cookiesList(null), [api]));
  const [filter, setFilter] = useState('');
  const [edited, setEdited] = useState<{ readonly cookie: Cookie; readonly isNew: boolean } | null>(
    null,
  );

  const wanted = filter.toLowerCase();
  const shown = (cookies ?? []).filter(
    ({ domain, name }) => domain.includes(wanted) || name.toLowerCase().includes(wanted),
  );
  const domains = [...new Set(shown.map(({ domain }) => domain))];
  const remove = async ({ domain, path, name }: Cookie): Promise<void> => {
    await api.cookiesDelete({ domain, path, name });
    await ask();
  };
  const clear = async (domain: string | null): Promise<void> => {
    await api.cookiesClear({ domain });
    await ask();
  };

  if (edited !== null) {
    return (
      <CookieForm
        cookie={edited.cookie}
        isNew={edited.isNew}
        onDone={() => {
          setEdited(null);
          void ask();
        }}
      />
    );
  }
  return (
    <>
      <div className="toolrow">
        <input
          className="fld grow"
          aria-label="Filter cookies"
          placeholder="Filter by host or name"
          spellCheck={false}
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
        <button className="btn s" onClick={() => setEdited({ cookie: NEW_COOKIE, isNew: true })}>
          <Icon of={Plus} size={12} />
          Add
        </button>
        {(cookies?.length ?? 0) > 0 && (
          <button className="btn s ghost" onClick={() => void clear(null)}>
            Delete all
          </button>
        )}
      </div>
      {problem !== null && (
        <p className="field-error" role="alert">
          The cookies could not be read: {problem}.
        </p>
      )}
      {cookies !== null && shown.length === 0 && (
        <p className="quiet">
          {cookies.length === 0
            ? 'Cookies that servers set appear here. They are kept on this computer only.'
            : `No cookie matches. ${formatPlural(cookies.length, 'cookie')} hidden.`}
        </p>
      )}
      {domains.map((domain) => (
        <section key={domain} className="jar" aria-label={domain}>
          <div className="head-row">
            <h2 className="h4 mono">
              <VisibleText text={domain} />
            </h2>
            <span className="grow" />
            <button className="btn s ghost" onClick={() => void clear(domain)}>
              Delete these
            </button>
          </div>
          {shown
            .filter((cookie) => cookie.domain === domain)
            .map((cookie) => (
              <div key={`${cookie.path} ${cookie.name}`} className="kvrow">
                <span className="mono t1 ell cookie-name">
                  <VisibleText text={cookie.name} />
                </span>
                <span className="mono t2 ell grow">
                  <VisibleText text={cookie.value} />
                </span>
                <span className="t3 small">{toMarks(cookie)}</span>
                <button
                  className="ib s"
                  aria-label={`Edit ${cookie.name}`}
                  onClick={() => setEdited({ cookie, isNew: false })}
                >
                  <Icon of={Pencil} size={12} />
                </button>
                <button
                  className="ib s"
                  aria-label={`Delete ${cookie.name}`}
                  onClick={() => void remove(cookie)}
                >
                  <Icon of={X} size={12} />
                </button>
              </div>
            ))}
        </section>
      ))}
    </>
  );
}

/** What limits a cookie, in a few words. */
function toMarks({ path, isSecure, isHttpOnly, isHostOnly, expiresAtMs }: Cookie): string {
  return [
    ...(path === '/' ? [] : [path]),
    ...(isSecure ? ['secure'] : []),
    ...(isHttpOnly ? ['httponly'] : []),
    ...(isHostOnly ? [] : ['subdomains']),
    ...(expiresAtMs === null ? ['session'] : []),
  ].join(', ');
}
