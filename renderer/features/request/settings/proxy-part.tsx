import { useCallback, useState } from 'react';
import type { ReactElement } from 'react';
import type { WriteProxyInput } from '../../../../shared/ipc/http-contract.ts';
import type { ProgramProxy } from '../../../../shared/model/http-parts.ts';
import { useApp } from '../../../app-context.ts';
import { OptionRow } from '../../../components/option-row.tsx';
import { SecretField } from '../../../components/secret-field.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { useAnswer } from './use-answer.ts';

const KINDS = [
  { id: 'system', label: 'As the system says' },
  { id: 'none', label: 'None' },
  { id: 'manual', label: 'Manual' },
] as const;

const KIND_TEXT = {
  system: 'What is set for this computer, per address.',
  none: 'Every request goes straight to its server.',
  manual: 'http, https or socks5.',
} as const;

/** The proxy of all requests that do not pass it by. */
export function ProxyPart(): ReactElement {
  const { api } = useApp();
  const { value, problem, ask } = useAnswer(useCallback(() => api.proxyRead(null), [api]));
  return (
    <>
      {problem !== null && (
        <p className="field-error" role="alert">
          The proxy could not be read: {problem}.
        </p>
      )}
      {value !== null && <ProxyForm key={JSON.stringify(value)} proxy={value} onSaved={ask} />}
    </>
  );
}

function ProxyForm(props: {
  readonly proxy: ProgramProxy;
  readonly onSaved: () => Promise<void>;
}): ReactElement {
  const { api } = useApp();
  const { proxy } = props;
  const [url, setUrl] = useState(proxy.url);
  const [username, setUsername] = useState(proxy.username);
  const [password, setPassword] = useState<string | null>(null);
  const [bypass, setBypass] = useState(proxy.bypass.join(', '));
  const [problem, setProblem] = useState<string | null>(null);

  const write = async (kind: ProgramProxy['kind']): Promise<void> => {
    const input: WriteProxyInput = {
      kind,
      url: url.trim(),
      username,
      password,
      bypass: bypass.split(/[\s,]+/).filter((host) => host !== ''),
    };
    const answer = await api.proxyWrite(input);
    setProblem(answer.ok ? null : answer.error.detail);
    if (answer.ok) await props.onSaved();
  };

  return (
    <div className="optrows auth-form">
      <OptionRow name="Proxy" text={KIND_TEXT[proxy.kind]}>
        {(ids) => (
          <SelectField
            {...ids}
            choices={KINDS}
            selected={proxy.kind}
            onSelect={(kind) => void write(kind)}
          />
        )}
      </OptionRow>
      {proxy.kind === 'manual' && (
        <>
          <OptionRow name="Address" text="">
            {(ids) => (
              <input
                {...ids}
                className="fld mono"
                placeholder="http://proxy.example:3128"
                spellCheck={false}
                value={url}
                onChange={({ target }) => setUrl(target.value)}
              />
            )}
          </OptionRow>
          <OptionRow name="User name" text="">
            {(ids) => (
              <input
                {...ids}
                className="fld mono"
                spellCheck={false}
                value={username}
                onChange={({ target }) => setUsername(target.value)}
              />
            )}
          </OptionRow>
          <OptionRow name="Password" text="Kept encrypted on this computer; never shown again.">
            {(ids) => (
              <SecretField
                {...ids}
                placeholder={proxy.hasPassword ? 'as it is' : 'none'}
                value={password ?? ''}
                onChange={setPassword}
              />
            )}
          </OptionRow>
          <OptionRow
            name="Not for"
            text="Hosts reached without it, such as *.example.com, 10.0.0.0/8."
          >
            {(ids) => (
              <input
                {...ids}
                className="fld mono"
                placeholder="none"
                spellCheck={false}
                value={bypass}
                onChange={({ target }) => setBypass(target.value)}
              />
            )}
          </OptionRow>
          <div className="toolrow">
            <button className="btn pri" onClick={() => void write('manual')}>
              Save proxy
            </button>
          </div>
        </>
      )}
      {problem !== null && (
        <p className="field-error" role="alert">
          The proxy was not saved: {problem}.
        </p>
      )}
    </div>
  );
}
