import { Copy, Download } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { describeJsonProblem } from '../../../shared/json/reindent-json.ts';
import { useApp } from '../../app-context.ts';
import { HexView } from '../../components/hex-view.tsx';
import { Icon } from '../../components/icon.tsx';
import { formatBytes } from '../../components/number-format.ts';
import { Segmented } from '../../components/segmented.tsx';
import { TextEditor } from '../../components/text-editor.tsx';
import type { TextEditorHandle } from '../../components/text-editor.tsx';
import { getBodyKind, getCharset } from './body-kind.ts';
import { FindField } from './find-field.tsx';
import { useBody } from './use-body.ts';
import { useText } from './use-text.ts';
import type { BodyMode } from './use-text.ts';

const LABELS: Readonly<Record<BodyMode, string>> = { pretty: 'Pretty', raw: 'Raw', hex: 'Hex' };

/** The content of an ordinary response. */
export function BodyPane(props: {
  readonly progress: ExchangeProgress;
  readonly contentType: string | null;
}): ReactElement {
  const { api } = useApp();
  const { progress, contentType } = props;
  const { exchangeId } = progress;
  const { bodyBytes } = progress.counters;
  const isOver = progress.state.kind === 'closed';
  const body = useBody(exchangeId, bodyBytes);
  const isComplete = isOver && body.bytes.length >= bodyBytes;
  const missingBytes = isOver ? bodyBytes - body.bytes.length : 0;
  const kind = getBodyKind(contentType, body.bytes);
  const charset = getCharset(contentType);
  const [chosen, setChosen] = useState<BodyMode | null>(null);
  const [isWrapped, setIsWrapped] = useState(false);
  const [note, setNote] = useState('');
  const editor = useRef<TextEditorHandle>(null);

  const modes: readonly BodyMode[] =
    kind === 'binary' ? ['hex'] : kind === 'json' ? ['pretty', 'raw', 'hex'] : ['raw', 'hex'];
  const wantedMode = chosen !== null && modes.includes(chosen) ? chosen : (modes[0] ?? 'raw');
  const text = useText({ bytes: body.bytes, isComplete, missingBytes }, charset, kind, wantedMode);
  const { mode, shown } = text;

  const save = async (): Promise<void> => {
    const answer = await api.bodySave({ exchangeId });
    if (!answer.ok) setNote('Could not be saved');
    else if (answer.value !== null) setNote(`Saved as ${answer.value.fileName}`);
  };
  const copy = async (): Promise<void> => {
    const answer = await api.clipboardWrite({ text: (shown ?? '').toString() });
    setNote(answer.ok ? 'Copied' : 'Too long to copy');
  };

  if (isOver && bodyBytes === 0) {
    return <p className="quiet centre">The response has no content.</p>;
  }
  if (body.isHeldBack) {
    return (
      <div className="quiet centre">
        <p>
          The content is <b className="t1 num">{formatBytes(bodyBytes)}</b>
          {isOver ? '' : ' so far'}. Showing it takes as much memory several times over.
        </p>
        <div className="row-gap">
          <button className="btn" disabled={!isOver} onClick={body.openAnyway}>
            Show anyway
          </button>
          <button className="btn" onClick={() => void save()}>
            <Icon of={Download} size={14} />
            Save
          </button>
        </div>
        <p role="status">{note}</p>
      </div>
    );
  }
  return (
    <>
      <div className="fbar">
        <Segmented
          label="View"
          choices={modes.map((id) => ({ id, label: LABELS[id] }))}
          selected={mode}
          onSelect={setChosen}
        />
        {mode !== 'hex' && (
          <FindField editor={editor} version={`${exchangeId} ${mode} ${shown?.length}`} />
        )}
        <span className="grow" />
        <span className="t3 small" role="status">
          {note}
        </span>
        {mode !== 'hex' && (
          <>
            <span className="t3 small charset">{charset.toUpperCase()}</span>
            <button
              className={isWrapped ? 'btn s on' : 'btn s ghost'}
              aria-pressed={isWrapped}
              onClick={() => setIsWrapped(!isWrapped)}
            >
              Wrap
            </button>
            <button className="btn s ghost" onClick={() => void copy()}>
              <Icon of={Copy} size={14} />
              Copy
            </button>
          </>
        )}
        <button className="btn s ghost" onClick={() => void save()}>
          <Icon of={Download} size={14} />
          Save
        </button>
      </div>
      {text.problem !== null && (
        <p className="editor-note warn" role="status">
          Not JSON: {describeJsonProblem(text.problem)}.
        </p>
      )}
      {body.problem !== null && (
        <p className="field-error" role="alert">
          The content could not be read: {body.problem}.
        </p>
      )}
      <div className="sunken">
        {mode === 'hex' && <HexView bytes={body.bytes} ariaLabel="Response body, bytes" />}
        {mode !== 'hex' && shown === null && (
          <p className="quiet centre num">
            Opening {formatBytes(bodyBytes)}: {Math.round(text.share * 100)} %
          </p>
        )}
        {mode !== 'hex' && shown !== null && (
          <TextEditor
            key={`${exchangeId} ${mode} ${isComplete}`}
            ref={editor}
            text={shown}
            language={kind === 'json' ? 'json' : 'text'}
            ariaLabel="Response body"
            isReadOnly
            isWrapped={isWrapped}
          />
        )}
      </div>
    </>
  );
}
