import type { ReactElement } from 'react';
import type { ExchangeSummary } from '../../../shared/ipc/contract.ts';
import type { SentHead } from '../../../shared/model/exchange.ts';
import type { HeaderField } from '../../../shared/model/header-field.ts';
import { useApp } from '../../app-context.ts';
import { formatProtocol } from '../timeline/row-words.ts';

/** Response fields as they came, and each request as it was sent. */
export function HeadersPane(props: { readonly summary: ExchangeSummary | null }): ReactElement {
  const { api } = useApp();
  const { summary } = props;
  if (summary === null) return <div className="panel-scroll" />;
  const { responses, sent, trailers } = summary;
  const response = responses.at(-1);

  return (
    <div className="panel-scroll headers-pane">
      {response !== undefined && (
        <section>
          <div className="head-row">
            <h3 className="h4">Response</h3>
            <span className="mono t2">
              {formatProtocol(response.httpVersion)} {response.status} {response.reason}
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
      {trailers !== null && trailers.length > 0 && (
        <section>
          <h3 className="h4 head-row">Trailers</h3>
          <FieldTable label="Trailers" fields={trailers} />
        </section>
      )}
      <SentHeads sent={sent} />
    </div>
  );
}

/** Each request head as it went out, the newest first. */
export function SentHeads(props: { readonly sent: readonly SentHead[] }): ReactElement {
  return (
    <>
      {props.sent.toReversed().map((head, index) => (
        // The list only grows, and a head has no identity but its place.
        <section key={props.sent.length - index}>
          <div className="head-row">
            <h3 className="h4">
              {props.sent.length > 1 ? `Request ${props.sent.length - index}` : 'Request as sent'}
            </h3>
            <span className="mono t2 ell">
              {head.method} {head.target}
            </span>
          </div>
          <FieldTable label="Request headers" fields={head.headers} />
        </section>
      ))}
    </>
  );
}

function FieldTable(props: {
  readonly label: string;
  readonly fields: readonly HeaderField[];
}): ReactElement {
  return (
    <table className="fields mono" aria-label={props.label}>
      <tbody>
        {props.fields.map((field, index) => (
          // Duplicates are allowed, so the place is the identity.
          <tr key={index}>
            <th scope="row">{field.name}</th>
            <td>{field.value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function toFieldLines(fields: readonly HeaderField[]): string {
  return fields.map((field) => `${field.name}: ${field.value}`).join('\n');
}
