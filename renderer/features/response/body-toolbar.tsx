import { Copy, Download } from 'lucide-react';
import type { ReactElement, RefObject } from 'react';
import { Icon } from '../../components/icon.tsx';
import { Segmented } from '../../components/segmented.tsx';
import type { BodyMode } from './body-kind.ts';
import { FindField } from './find-field.tsx';
import type { FindTarget } from './find-field.tsx';

const LABELS: Readonly<Record<BodyMode, string>> = {
  pretty: 'Pretty',
  tree: 'Tree',
  raw: 'Raw',
  preview: 'Preview',
  image: 'Image',
  hex: 'Hex',
};

/** How the body is shown, what is looked for in it, and what can be done with it. */
export function BodyToolbar(props: {
  readonly modes: readonly BodyMode[];
  readonly mode: BodyMode;
  readonly onMode: (mode: BodyMode) => void;
  readonly target: RefObject<FindTarget | null>;
  /** Changes when another text is shown. */
  readonly version: string;
  readonly charset: string;
  readonly isWrapped: boolean;
  readonly onWrap: (isWrapped: boolean) => void;
  readonly note: string;
  readonly onCopy: () => void;
  readonly onSave: () => void;
}): ReactElement {
  const { modes, mode, isWrapped } = props;
  const isText = mode === 'pretty' || mode === 'raw';
  return (
    <div className="fbar">
      <Segmented
        label="View"
        choices={modes.map((id) => ({ id, label: LABELS[id] }))}
        selected={mode}
        onSelect={props.onMode}
      />
      {(isText || mode === 'tree') && (
        <FindField
          editor={props.target}
          version={props.version}
          placeholder={mode === 'tree' ? 'Find or $.path' : 'Find'}
        />
      )}
      <span className="grow" />
      <span className="t3 small" role="status">
        {props.note}
      </span>
      {isText && (
        <>
          <span className="t3 small charset">{props.charset.toUpperCase()}</span>
          <button
            className={isWrapped ? 'btn s on' : 'btn s ghost'}
            aria-pressed={isWrapped}
            onClick={() => props.onWrap(!isWrapped)}
          >
            Wrap
          </button>
          <button className="btn s ghost" onClick={props.onCopy}>
            <Icon of={Copy} size={14} />
            Copy
          </button>
        </>
      )}
      <button className="btn s ghost" onClick={props.onSave}>
        <Icon of={Download} size={14} />
        Save
      </button>
    </div>
  );
}
