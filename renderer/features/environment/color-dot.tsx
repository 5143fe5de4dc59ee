import type { ReactElement } from 'react';

/** The colour of an environment; neutral where it has none, or one that is no colour. */
export function ColorDot({ color }: { readonly color: string }): ReactElement {
  const isColor = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(color);
  return <span className="env-dot" style={isColor ? { background: color } : {}} />;
}
