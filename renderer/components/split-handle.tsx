import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';

/** Pixels of one arrow key press. */
const STEP_PX = 16;

/** A vertical separator that resizes the pane at its left, by pointer and by keyboard. */
export function SplitHandle(props: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}): ReactElement {
  const drag = useRef<{ readonly fromX: number; readonly fromValue: number } | null>(null);
  const { value, min, max, onChange } = props;
  const move = (wanted: number): void =>
    onChange(Math.round(Math.min(Math.max(wanted, min), Math.max(min, max))));

  const handleKeyDown = (keyEvent: KeyboardEvent): void => {
    const wanted = {
      ArrowLeft: value - STEP_PX,
      ArrowRight: value + STEP_PX,
      Home: min,
      End: max,
    }[keyEvent.key];
    if (wanted === undefined) return;
    keyEvent.preventDefault();
    move(wanted);
  };
  const handlePointerDown = (pointerEvent: PointerEvent): void => {
    pointerEvent.currentTarget.setPointerCapture(pointerEvent.pointerId);
    drag.current = { fromX: pointerEvent.clientX, fromValue: value };
  };
  const handlePointerMove = (pointerEvent: PointerEvent): void => {
    if (drag.current === null) return;
    move(drag.current.fromValue + pointerEvent.clientX - drag.current.fromX);
  };
  const handlePointerUp = (): void => {
    drag.current = null;
  };

  return (
    // A focusable separator is a widget by ARIA 1.2; it is the splitter itself.
    <div
      className="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={props.label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onKeyDown={handleKeyDown}
      onPointerDown={handlePointerDown}
      onPointerMove={handlePointerMove}
      onPointerUp={handlePointerUp}
      onPointerCancel={handlePointerUp}
    />
  );
}
