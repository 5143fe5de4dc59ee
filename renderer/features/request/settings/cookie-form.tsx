import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Cookie } from '../../../../shared/model/http-parts.ts';
import { useApp } from '../../../app-context.ts';
import { OptionRow } from '../../../components/option-row.tsx';
import type { ControlIds } from '../../../components/option-row.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { SwitchField } from '../../../components/switch-field.tsx';

const SAME_SITE = [
  { id: 'unset', label: 'Not set' },
  { id: 'strict', label: 'Strict' },
  { id: 'lax', label: 'Lax' },
  { id: 'none', label: 'None' },
] as const;

/** One cookie, to be edited. A cookie with the same host, path and name is replaced. */
export function CookieForm(props: {
  readonly cookie: Cookie;
  readonly isNew: boolean;
  readonly onDone: () => void;
}): ReactElement {
  const { api } = useApp();
  const [cookie, setCookie] = useState(props.cookie);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<Cookie>): void => setCookie({ ...cookie, ...part });
  const text = (key: 'name' | 'value' | 'domain' | 'path') => (ids: ControlIds) => (
    <input
      {...ids}
      className="fld mono"
      spellCheck={false}
      value={cookie[key]}
      onChange={({ target }) => change({ [key]: target.value })}
    />
  );

  const save = async (): Promise<void> => {
    const answer = await api.cookiesSet(cookie);
    if (!answer.ok) return setProblem(answer.error.detail);
    const { domain, path, name } = props.cookie;
    const isMoved = domain !== cookie.domain || path !== cookie.path || name !== cookie.name;
    if (!props.isNew && isMoved) await api.cookiesDelete({ domain, path, name });
    props.onDone();
  };

  return (
    <div className="optrows auth-form">
      <OptionRow name="Name" text="">
        {text('name')}
      </OptionRow>
      <OptionRow name="Value" text="">
        {text('value')}
      </OptionRow>
      <OptionRow name="Host" text="Such as api.example.com.">
        {text('domain')}
      </OptionRow>
      <OptionRow name="Path" text="">
        {text('path')}
      </OptionRow>
      <OptionRow name="Hosts under it as well" text="">
        {(ids) => (
          <SwitchField
            {...ids}
            isOn={!cookie.isHostOnly}
            onChange={(isOn) => change({ isHostOnly: !isOn })}
          />
        )}
      </OptionRow>
      <OptionRow name="Over TLS only" text="">
        {(ids) => (
          <SwitchField
            {...ids}
            isOn={cookie.isSecure}
            onChange={(isSecure) => change({ isSecure })}
          />
        )}
      </OptionRow>
      <OptionRow name="HttpOnly" text="Out of reach for scripts of a page.">
        {(ids) => (
          <SwitchField
            {...ids}
            isOn={cookie.isHttpOnly}
            onChange={(isHttpOnly) => change({ isHttpOnly })}
          />
        )}
      </OptionRow>
      <OptionRow name="SameSite" text="">
        {(ids) => (
          <SelectField
            {...ids}
            choices={SAME_SITE}
            selected={cookie.sameSite ?? 'unset'}
            onSelect={(id) => change({ sameSite: id === 'unset' ? null : id })}
          />
        )}
      </OptionRow>
      <OptionRow name="Ends" text="Empty: when Tideline ends.">
        {(ids) => (
          <input
            {...ids}
            className="fld num"
            type="datetime-local"
            step="1"
            value={toLocal(cookie.expiresAtMs)}
            onChange={({ target }) => change({ expiresAtMs: fromLocal(target.value) })}
          />
        )}
      </OptionRow>
      {problem !== null && (
        <p className="field-error" role="alert">
          No server could set this cookie: {problem}.
        </p>
      )}
      <div className="toolrow">
        <button className="btn pri" onClick={() => void save()}>
          {props.isNew ? 'Add cookie' : 'Save cookie'}
        </button>
        <button className="btn" onClick={props.onDone}>
          Cancel
        </button>
      </div>
    </div>
  );
}

/** A moment as the field for dates writes it, in local time. */
function toLocal(epochMs: number | null): string {
  if (epochMs === null) return '';
  const shifted = new Date(epochMs - new Date(epochMs).getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}

function fromLocal(text: string): number | null {
  const epochMs = new Date(text).getTime();
  return Number.isNaN(epochMs) ? null : epochMs;
}
