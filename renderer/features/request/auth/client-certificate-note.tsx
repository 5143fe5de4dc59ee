import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { ClientCertificateItem } from '../../../../shared/model/http-parts.ts';
import { useApp } from '../../../app-context.ts';

/** Which hosts a certificate of the client goes to; they are set per host, not per request. */
export function ClientCertificateNote(): ReactElement {
  const { api, actions } = useApp();
  const [clients, setClients] = useState<readonly ClientCertificateItem[]>([]);
  useEffect(() => {
    let isWanted = true;
    void api.certificatesList(null).then((answer) => {
      if (isWanted && answer.ok) setClients(answer.value.clients);
    });
    return () => {
      isWanted = false;
    };
  }, [api]);
  return (
    <p className="auth-text">
      {clients.length === 0
        ? 'Client certificates: none. '
        : `Client certificates go to ${clients.map(({ host }) => host).join(', ')}. `}
      <button className="linkb" onClick={() => actions.run('request-settings')}>
        Certificates in Settings
      </button>
    </p>
  );
}
