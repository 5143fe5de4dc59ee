import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { diffLines } from '../../shared/diff/diff-lines.ts';
import { toDiffSides } from './diff-sides.ts';

const MARKS = { same: [' ', ' '], removed: ['−', ' '], added: [' ', '+'], changed: ['−', '+'] };

/** Two texts beside each other; what differs has a mark, and not only a colour. */
export function SideBySide(props: {
  readonly label: string;
  readonly leftTitle: string;
  readonly rightTitle: string;
  readonly left: string;
  readonly right: string;
}): ReactElement {
  const { left, right } = props;
  const lines = useMemo(() => toDiffSides(diffLines(left, right).lines), [left, right]);
  return (
    <div className="sbs" role="region" aria-label={props.label}>
      <table>
        <thead>
          <tr>
            <th scope="col">{props.leftTitle}</th>
            <th scope="col">{props.rightTitle}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            // Lines have no identity but their place.
            <tr key={index} className={line.kind}>
              <td>
                <span className="mk">{MARKS[line.kind][0]}</span>
                {line.left}
              </td>
              <td>
                <span className="mk">{MARKS[line.kind][1]}</span>
                {line.right}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
