import { Clock, Copy, FileX, Globe, HardDrive, Plug, Shield } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { NetworkError } from '../../../shared/model/network-error.ts';
import { withScheme } from '../../../shared/model/request.ts';
import { NO_EXCEPTIONS } from '../../../shared/model/transport-settings.ts';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { CertificateChain } from './certificate-chain.tsx';
import { toErrorText } from './error-text.ts';
import type { ErrorSign } from './error-text.ts';
import { StepButton } from './step-button.tsx';
import { Phases } from './phases.tsx';

const SIGNS: Readonly<Record<ErrorSign, LucideIcon>> = {
  name: Globe,
  plug: Plug,
  clock: Clock,
  shield: Shield,
  broken: FileX,
  disk: HardDrive,
};

/** A request that got no response: what is wrong, why, how far it came, what to do. */
export function ErrorView(props: {
  readonly error: NetworkError;
  readonly url: string;
  readonly failedAfterMs: number;
}): ReactElement {
  const { api, actions } = useApp();
  const { error, url } = props;
  const text = toErrorText(error, url);
  const detail = toDetail(error);
  const [isChainShown, setIsChainShown] = useState(false);
  const [note, setNote] = useState('');

  const acceptOnce = (): void => {
    const untrustedOrigins = [new URL(withScheme(url)).origin];
    actions.sendAgain({ exceptions: { ...NO_EXCEPTIONS, untrustedOrigins } });
  };
  const trust = async (): Promise<void> => {
    const answer = await api.certificatesAddAuthority(null);
    if (!answer.ok) setNote(`The file could not be taken: ${answer.error.detail}`);
    else if (answer.value !== null) setNote(`${answer.value.fileName} is trusted now. Send again.`);
  };

  return (
    <div className="errw">
      <div className="err-head" role="alert">
        <span className="err-sign">
          <Icon of={SIGNS[text.sign]} />
        </span>
        <div>
          <h2>{text.title}</h2>
          <p>{text.cause}</p>
        </div>
      </div>
      <Phases
        failedPhase={error.phase}
        failedAfterMs={props.failedAfterMs}
        timings={error.timings}
        isTlsUsed={/^https:/i.test(withScheme(url))}
      />
      <div>
        <h3 className="h4">What you can do</h3>
        <div className="fix">
          {text.steps.map((step) => (
            <div key={step.text}>
              <span className="t1">{step.text}</span>
              {step.action !== null && (
                <StepButton
                  action={step.action}
                  isChainShown={isChainShown}
                  onChain={() => setIsChainShown(!isChainShown)}
                  onAcceptOnce={acceptOnce}
                  onTrust={() => void trust()}
                />
              )}
            </div>
          ))}
        </div>
        <p role="status">{note}</p>
      </div>
      {isChainShown && (
        <div>
          <h3 className="h4">Certificate chain</h3>
          <CertificateChain chain={error.certificates} />
        </div>
      )}
      <div>
        <h3 className="h4">Technical detail</h3>
        <div className="fld detail">
          <span className="mono t2 grow">{detail}</span>
          <button
            className="ib s"
            aria-label="Copy the technical detail"
            title="Copy the technical detail"
            onClick={() => void api.clipboardWrite({ text: detail })}
          >
            <Icon of={Copy} size={14} />
          </button>
        </div>
      </div>
    </div>
  );
}

/** Code, developer text and addresses; what the text says already is not said twice. */
function toDetail({ code, detail, addresses }: NetworkError): string {
  const unsaid = addresses.filter((address) => !detail.includes(address)).join(', ');
  return [code !== null && !detail.includes(code) ? code : '', detail, unsaid]
    .filter((part) => part !== '')
    .join('  ');
}
