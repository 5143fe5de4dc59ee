import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';

/** A decorative icon in the line weight of the design. */
export function Icon(props: {
  readonly of: LucideIcon;
  readonly size?: 12 | 14 | 16;
  readonly className?: string;
}): ReactElement {
  const Drawing = props.of;
  return (
    <Drawing
      className={`i ${props.className ?? ''}`}
      size={props.size ?? 16}
      strokeWidth={1.5}
      absoluteStrokeWidth
      aria-hidden="true"
    />
  );
}
