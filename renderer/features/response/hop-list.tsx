import type { ReactElement } from 'react';
import type { ExchangeSummary } from '../../../shared/ipc/contract.ts';
import type { ResponseHead, SentHead } from '../../../shared/model/exchange.ts';
import { formatDuration } from '../../components/time-format.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { getStatusTone } from '../timeline/stream-words.ts';
import { FieldTable } from './field-table.tsx';
import { LeftOutNote } from './left-out-note.tsx';
import { toRefusalText } from './redirect-text.ts';

/** Every request of an exchange with its response: redirects and challenges, one a row. */
export function HopList(props: {
  readonly sent: readonly SentHead[];
  readonly responses: readonly ResponseHead[];
  /** How many came before them. */
  readonly leftOut: ExchangeSummary['leftOut'];
}): ReactElement | null {
  const { sent, responses, leftOut } = props;
  if (sent.length < 2) return null;
  return (
    <section>
      <h2 className="h4 head-row">Hops</h2>
      <LeftOutNote what="requests" leftOut={leftOut.sent} />
      <ol className="hops" aria-label="Hops">
        {sent.map((head, index) => (
          // Hops are only added, so the number is the identity.
          <Hop
            key={leftOut.sent + index}
            number={leftOut.sent + index + 1}
            sent={head}
            response={responses[leftOut.sent + index - leftOut.responses] ?? null}
            next={sent[index + 1] ?? null}
          />
        ))}
      </ol>
    </section>
  );
}

function Hop(props: {
  readonly number: number;
  readonly sent: SentHead;
  readonly response: ResponseHead | null;
  /** What was sent after it. */
  readonly next: SentHead | null;
}): ReactElement {
  const { number, sent, response, next } = props;
  const redirect = response?.redirect ?? null;
  const leftOut = redirect === null || next === null ? [] : getLeftOut(sent, next);
  return (
    <li>
      <details>
        <summary>
          <span className="t3 num">{number}</span>
          <span className="mono t1">{sent.method}</span>
          <span className="mono ell grow">
            <VisibleText text={sent.url} />
          </span>
          {response === null ? (
            <span className="t3">no response</span>
          ) : (
            <>
              <span className="num t3">{formatDuration(response.timings.headersMs ?? 0)}</span>
              <span className={`badge ${getStatusTone(response.status)}`}>
                <VisibleText text={`${response.status} ${response.reason}`} />
              </span>
            </>
          )}
        </summary>
        <h3 className="h4">Request as sent</h3>
        <FieldTable label={`Request headers, hop ${number}`} fields={sent.headers} />
        {response !== null && (
          <>
            <h3 className="h4">Response</h3>
            <FieldTable label={`Response headers, hop ${number}`} fields={response.headers} />
          </>
        )}
      </details>
      {leftOut.length > 0 && (
        <p className="hop-note">
          To another origin, so these were left out from here on:{' '}
          <span className="mono t1">{leftOut.join(', ')}</span>
        </p>
      )}
      {redirect !== null && redirect.refusal !== null && (
        <p className="hop-note">{toRefusalText(redirect.refusal)}</p>
      )}
    </li>
  );
}

/** Names of fields that went to one origin and not to the next, whoever had set them. */
function getLeftOut(sent: SentHead, next: SentHead): readonly string[] {
  if (new URL(sent.url).origin === new URL(next.url).origin) return [];
  const kept = new Set(next.headers.map(({ name }) => name.toLowerCase()));
  const isLeftOut = (name: string): boolean =>
    !name.startsWith(':') && !kept.has(name.toLowerCase());
  return sent.headers.map(({ name }) => name).filter(isLeftOut);
}
