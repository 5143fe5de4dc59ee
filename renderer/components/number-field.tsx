import { useState } from 'react';
import type { ReactElement } from 'react';

/**
 * A number with its unit. `value`, `min` and `max` are in the unit of the model, which is `scale` times
 * finer than the one shown. What is typed counts when the field is left or Enter is pressed; a number
 * outside moves to the nearer end, anything else goes back to what was there.
 */
export function NumberField(props: {
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly value: number;
  readonly unit: string;
  readonly scale: number;
  readonly min: number;
  readonly max: number;
  readonly isDisabled?: boolean;
  readonly onChange: (value: number) => void;
}): ReactElement {
  const { value, unit, scale, min, max, onChange } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (scale === 1 ? String(value) : String(value / scale));

  const commit = (): void => {
    setTyped(null);
    if (typed === null) return;
    const number = Number(typed.trim().replace(',', '.'));
    if (typed.trim() === '' || !Number.isFinite(number)) return;
    onChange(Math.min(max, Math.max(min, Math.round(number * scale))));
  };
  return (
    <span className={props.isDisabled === true ? 'fld numfld off' : 'fld numfld'}>
      <input
        id={props.id}
        aria-label={props['aria-label']}
        aria-describedby={props['aria-describedby']}
        inputMode="decimal"
        size={Math.max(2, shown.length)}
        disabled={props.isDisabled}
        value={shown}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={commit}
        onKeyDown={(keyEvent) => {
          if (keyEvent.key === 'Enter') commit();
          if (keyEvent.key === 'Escape') setTyped(null);
        }}
      />
      <span className="t2">{unit}</span>
    </span>
  );
}
