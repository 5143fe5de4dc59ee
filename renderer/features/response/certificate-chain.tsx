import type { ReactElement } from 'react';
import type { CertificateFacts } from '../../../shared/model/connection-facts.ts';
import { formatDate } from '../../components/time-format.ts';
import { VisibleText } from '../../components/visible-text.tsx';

/** Certificates of a server, its own first. */
export function CertificateChain(props: {
  readonly chain: readonly CertificateFacts[];
}): ReactElement {
  return (
    <ol className="chain" aria-label="Certificate chain">
      {props.chain.map((certificate, index) => (
        // The fingerprint may repeat in a broken chain; the order is the identity.
        <li key={index}>
          <p className="mono t1">
            <VisibleText text={certificate.subject} />
          </p>
          <dl className="facts">
            <dt>Issuer</dt>
            <dd className="mono">
              <VisibleText text={certificate.issuer} />
            </dd>
            {certificate.altNames.length > 0 && (
              <>
                <dt>Names</dt>
                <dd className="mono">
                  <VisibleText text={certificate.altNames.join(', ')} />
                </dd>
              </>
            )}
            <dt>Valid</dt>
            <dd>
              {formatDate(certificate.validFromMs)} to {formatDate(certificate.validToMs)}
            </dd>
            <dt>Key</dt>
            <dd className="mono">
              {certificate.key}
              {certificate.isAuthority && ', authority'}
            </dd>
            <dt>Serial number</dt>
            <dd className="mono">{certificate.serialNumber}</dd>
            <dt>SHA-256</dt>
            <dd className="mono">{certificate.fingerprint256}</dd>
          </dl>
        </li>
      ))}
    </ol>
  );
}
