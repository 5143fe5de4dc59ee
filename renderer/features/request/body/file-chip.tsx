import { File, TriangleAlert, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { BodyFile } from '../../../../shared/model/http-parts.ts';
import { assertNever } from '../../../../shared/result.ts';
import { Icon } from '../../../components/icon.tsx';
import { formatBytes } from '../../../components/number-format.ts';
import { VisibleText } from '../../../components/visible-text.tsx';

/** A file that is sent: its name, its size, and what keeps it from being sent. */
export function FileChip(props: {
  readonly path: string;
  readonly file: BodyFile | undefined;
  readonly onRemove: () => void;
}): ReactElement {
  const { path, file } = props;
  const problem = file === undefined ? null : toProblem(file);
  const name = file?.name ?? path.split('/').at(-1) ?? path;
  return (
    <span className={problem === null ? 'file-chip' : 'file-chip bad'} title={path}>
      <Icon of={problem === null ? File : TriangleAlert} size={12} />
      <span className="ell">
        <VisibleText text={name} />
      </span>
      <span className="t3 num">
        {file?.kind === 'readable' ? formatBytes(file.sizeBytes) : problem}
      </span>
      <button className="ib s" aria-label={`Take ${name} out`} onClick={props.onRemove}>
        <Icon of={X} size={12} />
      </button>
    </span>
  );
}

function toProblem(file: BodyFile): string | null {
  switch (file.kind) {
    case 'readable':
      return null;
    case 'missing':
      return 'not there';
    case 'not-granted':
      return 'choose it to allow reading';
    case 'no-file':
      return 'not a file';
    default:
      return assertNever(file);
  }
}
