import type { ReactElement } from 'react';

const COLORS = [
  ['', 'No colour'],
  ['#7ecf8e', 'Green'],
  ['#f0a35c', 'Orange'],
  ['#e5696f', 'Red'],
  ['#6fb7e9', 'Blue'],
  ['#b79be8', 'Violet'],
  ['#e6c75f', 'Yellow'],
] as const;

/** The colour of an environment. Another colour than these comes from its file, and stays. */
export function ColorField(props: {
  readonly color: string;
  readonly onColor: (color: string) => void;
}): ReactElement {
  const { color } = props;
  const isOther = !COLORS.some(([known]) => known === color);
  const choices = isOther ? [...COLORS, [color, `The colour ${color}`] as const] : COLORS;
  return (
    <span className="colors" role="radiogroup" aria-label="Colour">
      {choices.map(([value, name]) => (
        <button
          key={value}
          className={value === color ? 'swatch on' : 'swatch'}
          role="radio"
          aria-checked={value === color}
          aria-label={name}
          title={name}
          onClick={() => props.onColor(value)}
        >
          <span className="env-dot" style={value === '' ? {} : { background: value }} />
        </button>
      ))}
    </span>
  );
}
