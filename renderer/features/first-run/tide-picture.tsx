import type { ReactElement } from 'react';

const BARS = 144;
/** Bars left out in the middle: the silence that the product is about. */
const GAP = { from: 0.44, to: 0.52 };

interface Bar {
  readonly x: number;
  readonly height: number;
  readonly opacity: number;
  readonly cap: { readonly y: number; readonly opacity: number } | null;
}

/** The same picture at every start: a small generator with a fixed seed. */
function toBars(): readonly Bar[] {
  let seed = 41;
  const next = (): number => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  return Array.from({ length: BARS }, (_, index) => index / BARS)
    .filter((share) => share <= GAP.from || share >= GAP.to)
    .map((share) => {
      const index = Math.round(share * BARS);
      const swell = Math.sin(share * Math.PI);
      const height = Math.max(
        2,
        (6 + next() * 26) * (0.35 + swell) + 10 * Math.sin(share * 17) * swell,
      );
      return {
        x: index * 5,
        height,
        opacity: 0.25 + 0.7 * share,
        cap: index % 11 === 4 ? { y: 64 - height, opacity: 0.35 + 0.6 * share } : null,
      };
    });
}

const PICTURE = toBars();

/** The decorative chart over the first-run title. */
export function TidePicture(): ReactElement {
  return (
    <svg className="tide-picture" viewBox="0 0 720 72" aria-hidden="true">
      {PICTURE.map((bar) => (
        <g key={bar.x}>
          <rect
            className="bar"
            x={bar.x}
            y={70 - bar.height}
            width={3.4}
            height={bar.height}
            rx={1}
            opacity={bar.opacity}
          />
          {bar.cap !== null && (
            <rect
              className="cap"
              x={bar.x}
              y={bar.cap.y}
              width={3.4}
              height={4}
              rx={1}
              opacity={bar.cap.opacity}
            />
          )}
        </g>
      ))}
      <path d="M0 71.5H720" />
    </svg>
  );
}
