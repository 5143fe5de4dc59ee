import { Copy } from 'lucide-react';
import type { Bridge, ExchangeProgress, ExchangeSummary } from '../../../shared/ipc/contract.ts';
import type { ResponseHead, SentHead } from '../../../shared/model/exchange.ts';
import type { HeaderField } from '../../../shared/model/header-field.ts';
import { Icon } from '../../components/icon.tsx';
import { formatBytes } from '../../components/number-format.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { LeftOutNote } from '../response/left-out-note.tsx';
import { toHeaderLines } from './entry-text.ts';
import { formatProtocol, formatStatus, formatTls } from './row-words.ts';
import { useExchangeSummary } from './use-exchange-summary.ts';

function getStatusLine(head: ResponseHead): string {
  return `${formatProtocol(head.httpVersion)} ${formatStatus(head.status, head.reason)}`;
}

function getRequestLine(sent: SentHead): string {
  return sent.target === '' ? `${sent.method} ${sent.url}` : `${sent.method} ${sent.target}`;
}

/** Everything as text: what "Copy all" copies. */
function toText({ responses, sent, trailers }: ExchangeSummary): string {
  const blocks = [
    ...responses.map((head) => `${getStatusLine(head)}\n${toHeaderLines(head.headers)}`),
    ...sent.map((head) => `${getRequestLine(head)}\n${toHeaderLines(head.headers)}`),
    ...(trailers === null || trailers.length === 0 ? [] : [toHeaderLines(trailers)]),
  ];
  return blocks.join('\n');
}

function Block(props: {
  readonly title: string;
  readonly line: string | null;
  readonly note?: string;
  readonly fields: readonly HeaderField[];
}) {
  return (
    <section className="hblock">
      <h2 className="h4">
        {props.title}
        {props.note !== undefined && <span className="t3"> {props.note}</span>}
      </h2>
      {props.line !== null && (
        <p className="mono t1 hline">
          <VisibleText text={props.line} />
        </p>
      )}
      <dl className="hfields mono">
        {props.fields.map(({ name, value }, index) => (
          // Names repeat and the order counts: the place is the identity.
          <div key={index}>
            <dt>
              <VisibleText text={name} />
            </dt>
            <dd>
              <VisibleText text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Response heads, requests as they went out, trailers; in order and with duplicates. */
export function HeadersPane(props: { readonly api: Bridge; readonly progress: ExchangeProgress }) {
  const { api, progress } = props;
  const { value: summary, problem } = useExchangeSummary(api, progress);
  if (problem !== null && summary === null) {
    return (
      <p className="tlnote" role="alert">
        The headers could not be read ({problem}).
      </p>
    );
  }
  return (
    // The fields are longer than the pane, so the keys have to reach it, and before there are any.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="hpane" role="group" aria-label="Headers" tabIndex={0}>
      {summary !== null && <Blocks api={api} summary={summary} />}
    </div>
  );
}

function Blocks({ api, summary }: { readonly api: Bridge; readonly summary: ExchangeSummary }) {
  const { responses, sent, leftOut, trailers } = summary;
  const many = (index: number, all: readonly unknown[], before: number): string => {
    const count = before + all.length;
    return count > 1 ? ` ${before + index + 1} of ${count}` : '';
  };
  return (
    <>
      <button
        className="btn s copyall"
        onClick={() => void api.clipboardWrite({ text: toText(summary) })}
      >
        <Icon of={Copy} size={14} />
        Copy all
      </button>
      <LeftOutNote what="responses" leftOut={leftOut.responses} />
      {responses.map((head, index) => (
        <Block
          key={`r${leftOut.responses + index}`}
          title={`Response${many(index, responses, leftOut.responses)}`}
          note={[
            ...(head.tlsVersion === null ? [] : [formatTls(head.tlsVersion)]),
            ...(head.remoteAddress === null ? [] : [`from ${head.remoteAddress}`]),
          ].join(', ')}
          line={getStatusLine(head)}
          fields={head.headers}
        />
      ))}
      {trailers !== null && trailers.length > 0 && (
        <Block title="Trailers" line={null} fields={trailers} />
      )}
      <LeftOutNote what="requests" leftOut={leftOut.sent} />
      {sent.map((head, index) => (
        <Block
          key={`s${leftOut.sent + index}`}
          title={`Request as sent${many(index, sent, leftOut.sent)}`}
          note={head.bodyBytes === 0 ? 'no body' : `body of ${formatBytes(head.bodyBytes ?? 0)}`}
          line={getRequestLine(head)}
          fields={head.headers}
        />
      ))}
    </>
  );
}
