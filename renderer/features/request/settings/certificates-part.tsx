import { Plus, X } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { ReactElement } from 'react';
import type { CertificateRefused } from '../../../../shared/ipc/http-contract.ts';
import { assertNever } from '../../../../shared/result.ts';
import { useApp } from '../../../app-context.ts';
import { Icon } from '../../../components/icon.tsx';
import { SecretField } from '../../../components/secret-field.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { formatDate } from '../../../components/time-format.ts';
import { VisibleText } from '../../../components/visible-text.tsx';
import { useAnswer } from './use-answer.ts';

const FORMS = [
  { id: 'pem', label: 'PEM' },
  { id: 'pkcs12', label: 'PKCS12' },
] as const;

/** Certificates that prove who the client is, and authorities that are trusted beside the built-in ones. */
export function CertificatesPart(): ReactElement {
  const { api } = useApp();
  const {
    value: list,
    problem,
    ask,
  } = useAnswer(useCallback(() => api.certificatesList(null), [api]));
  const [refused, setRefused] = useState<string | null>(null);
  const remove = async (certificateId: string): Promise<void> => {
    await api.certificatesRemove({ certificateId });
    await ask();
  };
  const addAuthority = async (): Promise<void> => {
    const answer = await api.certificatesAddAuthority(null);
    setRefused(answer.ok ? null : toRefusedText(answer.error));
    await ask();
  };

  return (
    <>
      <section className="jar">
        <h2 className="h4 head-row">Client certificates, by host</h2>
        {list?.clients.map((item) => (
          <CertificateRow
            key={item.certificateId}
            name={item.host}
            text={`${item.subject}, ${item.fileName}`}
            validToMs={item.validToMs}
            onRemove={() => void remove(item.certificateId)}
          />
        ))}
        <ClientForm
          onAdd={async (input) => {
            const answer = await api.certificatesAddClient(input);
            setRefused(answer.ok ? null : toRefusedText(answer.error));
            await ask();
            return answer.ok && answer.value !== null;
          }}
        />
      </section>
      <section className="jar">
        <h2 className="h4 head-row">Trusted authorities</h2>
        <p className="auth-text">
          Beside those of this computer. Whoever holds the key of one can pose as any server.
        </p>
        {list?.authorities.map((item) => (
          <CertificateRow
            key={item.certificateId}
            name={item.fileName}
            text={item.subjects.join('; ')}
            validToMs={item.validToMs}
            onRemove={() => void remove(item.certificateId)}
          />
        ))}
        <div className="toolrow">
          <button className="btn" onClick={() => void addAuthority()}>
            <Icon of={Plus} size={12} />
            Choose file…
          </button>
        </div>
      </section>
      {(refused ?? problem) !== null && (
        <p className="field-error" role="alert">
          {refused ?? problem}
        </p>
      )}
    </>
  );
}

function CertificateRow(props: {
  readonly name: string;
  readonly text: string;
  readonly validToMs: number | null;
  readonly onRemove: () => void;
}): ReactElement {
  const { name, text, validToMs, onRemove } = props;
  return (
    <div className="kvrow">
      <span className="mono t1 ell cookie-name">{name}</span>
      <span className="t2 ell grow" title={text}>
        <VisibleText text={text} />
      </span>
      {validToMs !== null && <span className="t3 small">until {formatDate(validToMs)}</span>}
      <button className="ib s" aria-label={`Remove ${name}`} onClick={onRemove}>
        <Icon of={X} size={12} />
      </button>
    </div>
  );
}

function ClientForm(props: {
  readonly onAdd: (input: {
    readonly host: string;
    readonly form: 'pem' | 'pkcs12';
    readonly passphrase: string;
  }) => Promise<boolean>;
}): ReactElement {
  const [host, setHost] = useState('');
  const [form, setForm] = useState<'pem' | 'pkcs12'>('pem');
  const [passphrase, setPassphrase] = useState('');
  const add = async (): Promise<void> => {
    if (!(await props.onAdd({ host: host.trim(), form, passphrase }))) return;
    setHost('');
    setPassphrase('');
  };
  return (
    <div className="client-form">
      <input
        className="fld mono grow"
        aria-label="Host of the certificate"
        placeholder="api.example.com"
        spellCheck={false}
        value={host}
        onChange={({ target }) => setHost(target.value)}
      />
      <Segmented label="Form" choices={FORMS} selected={form} onSelect={setForm} />
      <SecretField
        aria-label="Passphrase of the key"
        placeholder="Passphrase"
        value={passphrase}
        onChange={setPassphrase}
      />
      <button className="btn" disabled={host.trim() === ''} onClick={() => void add()}>
        <Icon of={Plus} size={12} />
        {form === 'pem' ? 'Choose certificate and key…' : 'Choose file…'}
      </button>
    </div>
  );
}

function toRefusedText(
  error: CertificateRefused | { readonly kind: string; readonly detail: string },
): string {
  if (!('problem' in error) || error.kind !== 'certificate-refused') return error.detail;
  const { problem, fileName } = error as CertificateRefused;
  switch (problem) {
    case 'not-a-certificate':
      return `${fileName} holds no certificate.`;
    case 'not-a-key':
      return `${fileName} holds no private key.`;
    case 'wrong-passphrase':
      return `${fileName} does not open with this passphrase.`;
    case 'not-a-pair':
      return `The key in ${fileName} does not belong to the certificate.`;
    case 'too-large':
      return `${fileName} is too large for a certificate.`;
    default:
      return assertNever(problem);
  }
}
