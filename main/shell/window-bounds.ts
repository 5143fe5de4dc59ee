import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Place and size of a window, in device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How the window was left. `bounds` is its normal place also while it is maximised. */
export interface WindowPlace {
  readonly bounds: Bounds;
  readonly isMaximized: boolean;
}

/** Smallest window that the design works in. */
export const SIZE_MIN = { width: 880, height: 560 } as const;

/** First start: the size that the design is drawn for. */
export const SIZE_DEFAULT = { width: 1440, height: 900 } as const;

/** Part of the title bar that has to be on a screen, so that the window can be taken hold of. */
const GRIP = { width: 120, height: 24 } as const;

/** How the window was left last time; null: unknown, or not understood. Never throws. */
export function readWindowPlace(path: string): WindowPlace | null {
  try {
    return toWindowPlace(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/**
 * Saves how the window was left. Synchronous, because the app quits right after; a hundred bytes.
 * Never throws: a lost window place is no reason to keep a window open.
 */
export function writeWindowPlace(path: string, place: WindowPlace): void {
  try {
    const temporary = `${path}.tmp`;
    writeFileSync(temporary, JSON.stringify(place), { mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    // The next start opens at the default place.
  }
}

/**
 * The remembered place, made to fit: never below the least size, never larger than its screen, and
 * null when its title bar is on none of the screens.
 */
export function fitToScreens(bounds: Bounds, workAreas: readonly Bounds[]): Bounds | null {
  const area = workAreas.find((candidate) => {
    const shownWidth =
      Math.min(bounds.x + bounds.width, candidate.x + candidate.width) -
      Math.max(bounds.x, candidate.x);
    const gripTop = bounds.y >= candidate.y;
    const gripBottom = bounds.y + GRIP.height <= candidate.y + candidate.height;
    return shownWidth >= GRIP.width && gripTop && gripBottom;
  });
  if (area === undefined) return null;
  return {
    x: bounds.x,
    y: bounds.y,
    width: clamp(bounds.width, SIZE_MIN.width, area.width),
    height: clamp(bounds.height, SIZE_MIN.height, area.height),
  };
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, max));
}

function toWindowPlace(stored: unknown): WindowPlace | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { bounds, isMaximized } = stored as Record<string, unknown>;
  if (typeof bounds !== 'object' || bounds === null) return null;
  const { x, y, width, height } = bounds as Record<string, unknown>;
  if (!isPixels(x) || !isPixels(y) || !isPixels(width) || !isPixels(height)) return null;
  return { bounds: { x, y, width, height }, isMaximized: isMaximized === true };
}

function isPixels(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) < 100_000;
}
