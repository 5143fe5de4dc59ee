import type { ReactElement } from 'react';
import { toKeyCaps } from '../keymap.ts';
import type { Platform } from '../keymap.ts';

/** Key caps for keys such as `Mod+Enter`; `joined` puts them on one cap. */
export function KeyCaps(props: {
  readonly keys: string;
  readonly platform: Platform;
  readonly joined?: boolean;
}): ReactElement {
  const caps = toKeyCaps(props.keys, props.platform);
  if (props.joined === true) {
    return <kbd aria-hidden="true">{caps.join(props.platform === 'mac' ? '' : ' ')}</kbd>;
  }
  return (
    <span className="caps" aria-hidden="true">
      {caps.map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
