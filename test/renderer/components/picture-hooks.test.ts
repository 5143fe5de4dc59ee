// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useBuildStep } from '../../../renderer/components/use-build-step.ts';
import { useLingering } from '../../../renderer/components/use-lingering.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const FRAME_MS = 17;
const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));

describe('useBuildStep', () => {
  test('goes one step in a frame, to the last one', () => {
    const { result } = renderHook(() => useBuildStep(2, false));
    const steps = [result.current];
    for (let frame = 0; frame < 4; frame++) {
      pass(FRAME_MS);
      steps.push(result.current);
    }
    expect(steps).toEqual([0, 1, 2, 2, 2]);
  });

  test('is complete in the first picture if that is asked for', () => {
    const { result } = renderHook(() => useBuildStep(2, true));
    expect(result.current).toBe(2);
  });
});

describe('useLingering', () => {
  const renderLingering = (isOn: boolean) =>
    renderHook((props) => useLingering(props.isOn, 100), { initialProps: { isOn } });

  test('is on at once, and off some time after', () => {
    const { result, rerender } = renderLingering(false);
    expect(result.current).toBe(false);
    rerender({ isOn: true });
    expect(result.current).toBe(true);
    rerender({ isOn: false });
    pass(99);
    expect(result.current).toBe(true);
    pass(1);
    expect(result.current).toBe(false);
  });

  test('the time begins anew when it was on meanwhile', () => {
    const { result, rerender } = renderLingering(true);
    rerender({ isOn: false });
    pass(60);
    rerender({ isOn: true });
    rerender({ isOn: false });
    pass(60);
    expect(result.current).toBe(true);
    pass(40);
    expect(result.current).toBe(false);
  });
});
