import type { ReactElement } from 'react';
import type { ExchangeSummary } from '../../../shared/ipc/contract.ts';
import type { SentHead } from '../../../shared/model/exchange.ts';
import { useApp } from '../../app-context.ts';
import { formatBytes } from '../../components/number-format.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { formatProtocol } from '../timeline/row-words.ts';
import { ConnectionSection } from './connection-pane.tsx';
import { FieldTable, toFieldLines } from './field-table.tsx';
import { HopList } from './hop-list.tsx';
import { LeftOutNote } from './left-out-note.tsx';
import './heads.css';

/** Response fields as they came, each request as it was sent, and the way between them. */
export function HeadersPane(props: { readonly summary: ExchangeSummary | null }): ReactElement {
  const { api } = useApp();
  const { summary } = props;
  if (summary === null) return <div className="panel-scroll" />;
  const { responses, sent, leftOut, trailers } = summary;
  const response = responses.at(-1);

  return (
    <div className="panel-scroll headers-pane">
      {response !== undefined && (
        <section>
          <div className="head-row">
            <h2 className="h4">Response</h2>
            <span className="mono t2">
              <VisibleText
                text={`${formatProtocol(response.httpVersion)} ${response.status} ${response.reason}`}
              />
            </span>
            <span className="grow" />
            <button
              className="btn s ghost"
              onClick={() => void api.clipboardWrite({ text: toFieldLines(response.headers) })}
            >
              Copy all
            </button>
          </div>
          <FieldTable label="Response headers" fields={response.headers} />
        </section>
      )}
      {response?.informational.map((early, index) => (
        // They only come in order, and have no identity but their place.
        <section key={index}>
          <h2 className="h4 head-row">
            Before it: {early.status} {early.reason}
          </h2>
          <FieldTable label={`Headers of ${early.status}`} fields={early.headers} />
        </section>
      ))}
      {trailers !== null && trailers.length > 0 && (
        <section>
          <h2 className="h4 head-row">Trailers</h2>
          <FieldTable label="Trailers" fields={trailers} />
        </section>
      )}
      <SentHeads sent={sent.slice(-1)} leftOut={0} />
      <HopList sent={sent} responses={responses} leftOut={leftOut} />
      {response !== undefined && <ConnectionSection response={response} />}
    </div>
  );
}

/** Each request head as it went out, the newest first. */
export function SentHeads(props: {
  readonly sent: readonly SentHead[];
  /** How many came before them. */
  readonly leftOut: number;
}): ReactElement {
  const { api } = useApp();
  const { sent, leftOut } = props;
  const count = leftOut + sent.length;
  return (
    <>
      {sent.toReversed().map((head, index) => (
        // The list only grows, and a head has no identity but its number.
        <section key={count - index}>
          <div className="head-row">
            <h2 className="h4">
              {head.wentOut ? 'Request as sent' : 'Not sent'}
              {count > 1 && `, ${count - index}`}
            </h2>
            <span className="mono t2 ell">
              <VisibleText text={`${head.method} ${head.target} ${head.httpVersion}`} />
            </span>
            <span className="grow" />
            <span className="t3 num">{toBodyWords(head)}</span>
            <button
              className="btn s ghost"
              onClick={() =>
                void api.clipboardWrite({
                  text: `${head.method} ${head.target} ${head.httpVersion}\n${toFieldLines(head.headers)}`,
                })
              }
            >
              Copy head
            </button>
          </div>
          <FieldTable label="Request headers" fields={head.headers} />
        </section>
      ))}
      <LeftOutNote what="requests" leftOut={leftOut} />
    </>
  );
}

function toBodyWords({ bodyBytes }: SentHead): string {
  if (bodyBytes === null) return 'body of unknown size';
  return bodyBytes === 0 ? 'no body' : `body of ${formatBytes(bodyBytes)}`;
}
