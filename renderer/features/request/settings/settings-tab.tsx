import { useState } from 'react';
import type { ReactElement } from 'react';
import { Segmented } from '../../../components/segmented.tsx';
import { CertificatesPart } from './certificates-part.tsx';
import { CookiesPart } from './cookies-part.tsx';
import { ProxyPart } from './proxy-part.tsx';
import { SendingPart } from './sending-part.tsx';
import './settings.css';

const PARTS = [
  { id: 'sending', label: 'Sending' },
  { id: 'cookies', label: 'Cookies' },
  { id: 'certificates', label: 'Certificates' },
  { id: 'proxy', label: 'Proxy' },
] as const;

type Part = (typeof PARTS)[number]['id'];

/** How the request is sent; and what all requests are sent with: cookies, certificates, the proxy. */
export function SettingsTab(): ReactElement {
  const [part, setPart] = useState<Part>('sending');
  return (
    <div className="settings-tab">
      <div className="toolrow">
        <Segmented label="Settings" choices={PARTS} selected={part} onSelect={setPart} />
        <span className="grow" />
        <span className="t3 small">{part === 'sending' ? 'This request' : 'All requests'}</span>
      </div>
      <div className="panel-scroll">
        {part === 'sending' && <SendingPart />}
        {part === 'cookies' && <CookiesPart />}
        {part === 'certificates' && <CertificatesPart />}
        {part === 'proxy' && <ProxyPart />}
      </div>
    </div>
  );
}
