import type { ReactElement } from 'react';
import { formatCount } from '../../components/number-format.ts';

/** Says that the first heads of an exchange are not in a list; nothing when all are. */
export function LeftOutNote(props: {
  /** What they are, in the plural. */
  readonly what: string;
  readonly leftOut: number;
}): ReactElement | null {
  const { what, leftOut } = props;
  if (leftOut === 0) return null;
  return (
    <p className="quiet">
      The first {formatCount(leftOut)} {what} are not in this list.
    </p>
  );
}
