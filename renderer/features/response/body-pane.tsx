import { useMemo, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { describeJsonProblem } from '../../../shared/json/reindent-json.ts';
import { useApp } from '../../app-context.ts';
import { PARSED_CHARS_MAX } from '../../components/parsed-chars.ts';
import { formatBytes } from '../../components/number-format.ts';
import { BodyContent } from './body-content.tsx';
import { MODES, getBodyKind, getCharset } from './body-kind.ts';
import type { BodyMode } from './body-kind.ts';
import { BodyToolbar } from './body-toolbar.tsx';
import type { FindTarget } from './find-field.tsx';
import { HeldBack } from './held-back.tsx';
import { findStreamLink } from './stream-link.ts';
import { StreamLinkBar } from './stream-link-bar.tsx';
import { useBody } from './use-body.ts';
import { useText } from './use-text.ts';
import './body.css';

/** The content of an ordinary response. */
export function BodyPane(props: {
  readonly progress: ExchangeProgress;
  readonly contentType: string | null;
  /** Where the response came from; null before that is known. */
  readonly url: string | null;
}): ReactElement {
  const { api } = useApp();
  const { progress, contentType, url } = props;
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
  const target = useRef<FindTarget>(null);

  const modes = MODES[kind];
  const wantedMode = chosen !== null && modes.includes(chosen) ? chosen : modes[0];
  const text = useText({ bytes: body.bytes, isComplete, missingBytes }, charset, kind, wantedMode);
  const { mode, view } = text;

  const rawJson = kind === 'json' && isComplete && text.problem === null ? text.raw : null;
  const streamLink = useMemo(
    () => (rawJson === null || url === null ? null : findStreamLink(rawJson, url)),
    [rawJson, url],
  );
  const save = async (): Promise<void> => {
    const answer = await api.bodySave({ exchangeId });
    if (!answer.ok) setNote('Could not be saved');
    else if (answer.value !== null) setNote(`Saved as ${answer.value.fileName}`);
  };
  const copy = async (copied: string): Promise<void> => {
    const answer = await api.clipboardWrite({ text: copied });
    setNote(answer.ok ? 'Copied' : 'Too long to copy');
  };

  if (isOver && bodyBytes === 0) {
    return <p className="quiet centre">The response has no content.</p>;
  }
  if (body.state !== 'open') {
    return (
      <HeldBack
        bodyBytes={bodyBytes}
        isOver={isOver}
        isTooLarge={body.state === 'too-large'}
        note={note}
        onOpen={body.openAnyway}
        onSave={() => void save()}
        onReadAsChunks={() => void api.exchangeReadAs({ exchangeId, shape: 'text' })}
      />
    );
  }
  const shownText = view.kind === 'text' ? view.text : null;
  const isPlain = kind !== 'text' && (shownText?.length ?? 0) > PARSED_CHARS_MAX;
  return (
    <>
      <BodyToolbar
        modes={modes}
        mode={mode}
        onMode={setChosen}
        target={target}
        version={`${exchangeId} ${mode} ${shownText?.length}`}
        charset={charset}
        isWrapped={isWrapped}
        onWrap={setIsWrapped}
        note={note}
        onCopy={() => void copy((shownText ?? '').toString())}
        onSave={() => void save()}
      />
      {isPlain && (
        <p className="editor-note t3">
          {kind === 'json' ? 'No folding' : 'No colours and no folding'} above{' '}
          {formatBytes(PARSED_CHARS_MAX)}
          {kind === 'json' ? '; Tree folds at any size.' : '.'}
        </p>
      )}
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
        <BodyContent
          ref={target}
          exchangeId={exchangeId}
          kind={kind}
          contentType={contentType}
          bytes={body.bytes}
          bodyBytes={bodyBytes}
          isComplete={isComplete}
          text={text}
          isWrapped={isWrapped}
          onCopy={(copied) => void copy(copied)}
        />
      </div>
      {streamLink !== null && <StreamLinkBar link={streamLink} />}
    </>
  );
}
