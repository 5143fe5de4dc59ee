import type { ReactElement } from 'react';
import type { HeaderField } from '../../../shared/model/header-field.ts';
import { VisibleText } from '../../components/visible-text.tsx';

/** Header fields as they stand on the wire: in order, duplicates and case kept. */
export function FieldTable(props: {
  readonly label: string;
  readonly fields: readonly HeaderField[];
}): ReactElement {
  return (
    <table className="fields mono" aria-label={props.label}>
      <tbody>
        {props.fields.map((field, index) => (
          // Duplicates are allowed, so the place is the identity.
          <tr key={index}>
            <th scope="row">
              <VisibleText text={field.name} />
            </th>
            <td>
              <VisibleText text={field.value} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The fields as lines, for the clipboard. */
export function toFieldLines(fields: readonly HeaderField[]): string {
  return fields.map((field) => `${field.name}: ${field.value}`).join('\n');
}
