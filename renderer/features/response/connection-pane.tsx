import type { ReactElement } from 'react';
import type { ResponseHead } from '../../../shared/model/exchange.ts';
import { formatTls } from '../timeline/row-words.ts';
import { CertificateChain } from './certificate-chain.tsx';

/** The way to the server: address, proxy, what was agreed on TLS, and the certificates. */
export function ConnectionSection(props: { readonly response: ResponseHead }): ReactElement | null {
  const { tls, remoteAddress, proxy, isReused } = props.response;
  if (tls === null && remoteAddress === null && proxy === null) return null;
  return (
    <section>
      <h2 className="h4 head-row">Connection</h2>
      <dl className="facts">
        {remoteAddress !== null && (
          <>
            <dt>Remote address</dt>
            <dd className="mono">
              {remoteAddress}
              {isReused && <span className="t3"> left open by an earlier request</span>}
            </dd>
          </>
        )}
        {proxy !== null && (
          <>
            <dt>Proxy</dt>
            <dd className="mono">{proxy}</dd>
          </>
        )}
        {tls !== null && (
          <>
            <dt>TLS</dt>
            <dd className="mono">
              {formatTls(tls.version)}, {tls.cipher}
              {tls.alpn !== null && `, ALPN ${tls.alpn}`}
            </dd>
            <dt>Certificate</dt>
            <dd>
              {tls.trustProblem === null ? (
                'verified'
              ) : (
                <span className="warn">
                  not verified (<span className="mono">{tls.trustProblem}</span>), and taken by your
                  word
                </span>
              )}
            </dd>
            <dt>Client certificate</dt>
            <dd>{tls.sentCertificate ? 'sent' : 'none'}</dd>
          </>
        )}
      </dl>
      {tls !== null && tls.chain.length > 0 && (
        <details className="chain-box">
          <summary>Certificate chain, {tls.chain.length}</summary>
          <CertificateChain chain={tls.chain} />
        </details>
      )}
    </section>
  );
}
