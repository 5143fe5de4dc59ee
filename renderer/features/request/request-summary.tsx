import { ChevronDown } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useApp, usePlatform } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { KeyCaps } from '../../components/key-caps.tsx';
import { formatPlural } from '../../components/number-format.ts';
import type { CommandId } from '../../keymap.ts';
import { getSentHeaderRows, getStreamSettings } from './draft.ts';
import type { ReconnectMode } from '../../../shared/model/stream-settings.ts';
import type { BodyKind, Draft } from './draft.ts';
import { decodeQueryText, isBlankRow } from './query-rows.ts';
import { useRequest } from './use-request.ts';

const RECONNECT_TEXT: Readonly<Record<ReconnectMode, string>> = {
  off: 'reconnect off',
  on: 'reconnect on',
  browser: 'like a browser',
};

const BODY_TEXT: Readonly<Record<BodyKind, string>> = {
  none: 'none',
  json: 'JSON',
  text: 'Text',
  xml: 'XML',
  sparql: 'SPARQL',
  'form-urlencoded': 'Form',
  'multipart-form': 'Multipart form',
  file: 'File',
  graphql: 'GraphQL',
};

/** The request in one row, for the layout that leaves the room to the response. */
export function RequestSummary(): ReactElement {
  const { actions } = useApp();
  const platform = usePlatform();
  const { draft } = useRequest();

  return (
    <section className="reqsum" aria-label="Request, collapsed" data-area="request">
      <SummaryItem command="request-params" label="Params" value={toParamsText(draft)} />
      <SummaryItem
        command="request-headers"
        label="Headers"
        value={String(getSentHeaderRows(draft).length)}
      />
      <SummaryItem command="request-body" label="Body" value={toBodyText(draft)} />
      <SummaryItem
        command="request-stream"
        label="Stream"
        value={RECONNECT_TEXT[getStreamSettings(draft).reconnect]}
      />
      <span className="grow" />
      <button className="it" onClick={() => actions.run('response-only')}>
        <Icon of={ChevronDown} size={12} />
        Show request
        <KeyCaps keys={'Mod+\\'} platform={platform} joined />
      </button>
    </section>
  );
}

function SummaryItem(props: {
  readonly command: CommandId;
  readonly label: string;
  readonly value: ReactNode;
}): ReactElement {
  const { actions } = useApp();
  return (
    <button className="it" onClick={() => actions.run(props.command)}>
      {props.label} <b>{props.value}</b>
    </button>
  );
}

function toParamsText(draft: Draft): string {
  const names = draft.query
    .filter((row) => row.isEnabled && !isBlankRow(row))
    .map((row) => decodeQueryText(row.rawName));
  if (names.length === 0) return 'none';
  const text = names.slice(0, 3).join(', ');
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

function toBodyText(draft: Draft): string {
  const { bodyKind } = draft;
  if (bodyKind === 'none') return 'none';
  const isText = ['json', 'text', 'xml', 'sparql'].includes(bodyKind);
  if (!isText) return BODY_TEXT[bodyKind];
  const lines = draft.bodyText.split('\n').length;
  return `${BODY_TEXT[bodyKind]}, ${formatPlural(lines, 'line')}`;
}
