import { Download } from 'lucide-react';
import type { ReactElement } from 'react';
import { BODY_OPEN_BYTES_MAX, BODY_TEXT_BYTES_MAX } from '../../../shared/limits.ts';
import { Icon } from '../../components/icon.tsx';
import { formatBytes } from '../../components/number-format.ts';

/** A body that is not opened by itself: how large it is, which limit that is, and what can be done. */
export function HeldBack(props: {
  readonly bodyBytes: number;
  readonly isOver: boolean;
  readonly isTooLarge: boolean;
  readonly note: string;
  readonly onOpen: () => void;
  readonly onSave: () => void;
  /** Shows it as network chunks, of which only those on screen are read. */
  readonly onReadAsChunks: () => void;
}): ReactElement {
  const { isOver, isTooLarge } = props;
  return (
    <div className="quiet centre">
      <p>
        The content is <b className="t1 num">{formatBytes(props.bodyBytes)}</b>
        {isOver ? '' : ' so far'}.{' '}
        {isTooLarge
          ? `Up to ${formatBytes(BODY_TEXT_BYTES_MAX)} are shown as one text.`
          : `Above ${formatBytes(BODY_OPEN_BYTES_MAX)} it is shown on demand: that takes its size in memory several times over.`}
      </p>
      <div className="row-gap">
        {isTooLarge ? (
          <button className="btn" onClick={props.onReadAsChunks}>
            Show as chunks
          </button>
        ) : (
          <button className="btn" disabled={!isOver} onClick={props.onOpen}>
            Show {formatBytes(props.bodyBytes)}
          </button>
        )}
        <button className="btn" onClick={props.onSave}>
          <Icon of={Download} size={14} />
          Save
        </button>
      </div>
      <p role="status">{props.note}</p>
    </div>
  );
}
