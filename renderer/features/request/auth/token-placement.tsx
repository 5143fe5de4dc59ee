import type { ReactElement } from 'react';
import type { AuthValue } from '../../../../shared/model/workspace/stored-auth.ts';
import { OptionRow } from '../../../components/option-row.tsx';
import { SelectField } from '../../../components/select-field.tsx';

type Values = Readonly<Record<string, AuthValue>>;

const HEADER = 'tokenConfig.placement.header';
const QUERY = 'tokenConfig.placement.query';

const PLACES = [
  { id: 'header', label: 'Header' },
  { id: 'query', label: 'Query' },
] as const;

/** Where the access token is put: behind a word in the Authorization header, or into the query. */
export function TokenPlacement(props: {
  readonly values: Values;
  readonly onChange: (values: Values) => void;
}): ReactElement {
  const { values, onChange } = props;
  const { [HEADER]: header, [QUERY]: query, ...rest } = values;
  const place = query === undefined ? 'header' : 'query';
  return (
    <>
      <OptionRow name="Token goes into" text="">
        {(ids) => (
          <SelectField
            {...ids}
            choices={PLACES}
            selected={place}
            onSelect={(id) =>
              onChange(id === 'query' ? { ...rest, [QUERY]: 'access_token' } : rest)
            }
          />
        )}
      </OptionRow>
      <OptionRow
        name={place === 'header' ? 'Word before it' : 'Name of the parameter'}
        text={place === 'header' ? 'In the Authorization header.' : ''}
      >
        {(ids) => (
          <input
            {...ids}
            className="fld mono"
            placeholder={place === 'header' ? 'Bearer' : 'access_token'}
            spellCheck={false}
            value={String((place === 'header' ? header : query) ?? '')}
            onChange={({ target }) =>
              onChange({ ...rest, [place === 'header' ? HEADER : QUERY]: target.value })
            }
          />
        )}
      </OptionRow>
    </>
  );
}
