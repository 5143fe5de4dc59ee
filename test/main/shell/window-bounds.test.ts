import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  fitToScreens,
  readWindowPlace,
  writeWindowPlace,
} from '../../../main/shell/window-bounds.ts';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1040 };
const LEFT_SCREEN = { x: -1280, y: 100, width: 1280, height: 800 };

test.each([
  ['a window on the screen stays', { x: 10, y: 20, width: 1000, height: 700 }, {}],
  ['a window half off to the side stays', { x: 1500, y: 20, width: 1000, height: 700 }, {}],
  ['a window on the second screen stays', { x: -1200, y: 150, width: 1000, height: 700 }, {}],
  [
    'a window larger than its screen is cut to it',
    { x: 0, y: 0, width: 5000, height: 4000 },
    { width: 1920, height: 1040 },
  ],
  [
    'a window below the least size grows',
    { x: 0, y: 0, width: 400, height: 100 },
    { width: 880, height: 560 },
  ],
])('%s', (_name, bounds, changed) => {
  expect(fitToScreens(bounds, [SCREEN, LEFT_SCREEN])).toEqual({ ...bounds, ...changed });
});

test.each([
  ['left of all screens', { x: -4000, y: 0, width: 1000, height: 700 }],
  ['below all screens', { x: 0, y: 1030, width: 1000, height: 700 }],
  ['with its title bar above the screen', { x: 0, y: -50, width: 1000, height: 700 }],
  ['with only a sliver in view', { x: 1900, y: 0, width: 1000, height: 700 }],
])('a window %s goes back to the default place', (_name, bounds) => {
  expect(fitToScreens(bounds, [SCREEN, LEFT_SCREEN])).toBeNull();
});

test('a place is read back as written, and nonsense is passed over', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-bounds-'));
  try {
    const path = join(folder, 'window.json');
    expect(readWindowPlace(path)).toBeNull();
    const place = { bounds: { x: -5, y: 0, width: 900, height: 600 }, isMaximized: true };
    writeWindowPlace(path, place);
    expect(readWindowPlace(path)).toEqual(place);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    for (const text of ['', '{}', '{"bounds": {"x": 1e9, "y": 0, "width": 1, "height": 1}}']) {
      await writeFile(path, text);
      expect(readWindowPlace(path)).toBeNull();
    }
    expect(() => writeWindowPlace(join(folder, 'missing', 'window.json'), place)).not.toThrow();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
