import type { ReactElement } from 'react';

/** Something that is on or off. */
export function SwitchField(props: {
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
}): ReactElement {
  const { isOn, isDisabled, onChange, ...names } = props;
  return (
    <button
      {...names}
      className={isOn ? 'switch on' : 'switch'}
      role="switch"
      aria-checked={isOn}
      disabled={isDisabled}
      onClick={() => onChange(!isOn)}
    >
      <span />
    </button>
  );
}
