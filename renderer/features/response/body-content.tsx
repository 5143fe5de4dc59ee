import type { ReactElement, Ref } from 'react';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { parseMediaType } from '../../../shared/model/media-type.ts';
import { HexView } from '../../components/hex-view.tsx';
import { formatBytes } from '../../components/number-format.ts';
import { TextEditor } from '../../components/editors.ts';
import type { EditorLanguage } from '../../components/text-editor-extensions.ts';
import type { BodyKind } from './body-kind.ts';
import type { FindTarget } from './find-field.tsx';
import { ImageView } from './image-view.tsx';
import { JsonTreeView } from './json-tree/json-tree-view.tsx';
import { PreviewView } from './preview-view.tsx';
import type { BodyText } from './use-text.ts';

const LANGUAGES: Readonly<Record<BodyKind, EditorLanguage>> = {
  json: 'json',
  html: 'html',
  svg: 'xml',
  xml: 'xml',
  text: 'text',
  image: 'text',
  binary: 'text',
};

/** The body in the mode that is shown. */
export function BodyContent(props: {
  readonly exchangeId: ExchangeId;
  readonly kind: BodyKind;
  readonly contentType: string | null;
  readonly bytes: Uint8Array;
  readonly bodyBytes: number;
  readonly isComplete: boolean;
  readonly text: BodyText;
  readonly isWrapped: boolean;
  readonly onCopy: (text: string) => void;
  readonly ref: Ref<FindTarget>;
}): ReactElement | null {
  const { exchangeId, kind, bytes, isComplete, text } = props;
  const { view, mode } = text;
  switch (view.kind) {
    case 'preparing':
      return (
        <p className="quiet centre num">
          Opening {formatBytes(props.bodyBytes)}: {Math.round(view.share * 100)} %
        </p>
      );
    case 'tree':
      return (
        <JsonTreeView ref={props.ref} key={exchangeId} tree={view.tree} onCopy={props.onCopy} />
      );
    case 'text':
      return (
        <TextEditor
          key={`${exchangeId} ${mode} ${isComplete}`}
          ref={props.ref}
          text={view.text}
          language={LANGUAGES[kind]}
          ariaLabel="Response body"
          isReadOnly
          isWrapped={props.isWrapped}
        />
      );
    case 'bytes':
      if (mode === 'hex') return <HexView bytes={bytes} ariaLabel="Response body, bytes" />;
      if (!isComplete) return null;
      if (mode === 'preview') return <PreviewView exchangeId={exchangeId} />;
      return <ImageView bytes={bytes} mediaType={toMediaType(props.contentType)} />;
  }
}

function toMediaType(contentType: string | null): string {
  return (contentType === null ? null : parseMediaType(contentType))?.essence ?? 'image/*';
}
