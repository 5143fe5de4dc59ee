import type { TimeAxis } from '../../../shared/model/time-axis.ts';
import type { TimeSpan } from '../../stores/stream-sessions.ts';
import { PLOT_PX, toHatches, toTideBlocks, toTideLines } from './tide-shape.ts';
import type { TideBlock } from './tide-shape.ts';

/** What the plot shows. */
export interface TideScene {
  readonly axis: TimeAxis;
  readonly span: TimeSpan;
  /** Classes of the types by their place, as `ev-c1`. */
  readonly colorOf: readonly string[];
  /** Null once the stream is over. */
  readonly nowMs: number | null;
  readonly widthPx: number;
}

/** Room above the plot for the heads of the lines. */
const HEAD_PX = 5;
/** Share of a bin that its bar fills. */
const BAR_SHARE = 0.8;

/** Hatching: parallel lines, this far from one another, leaning by this much. */
const HATCH_STEP_PX = 5.52;
const HATCH_LEAN = 0.466;

/** Colours of the tokens as the canvas takes them; read again when the theme is another one. */
interface Palette {
  readonly key: string;
  readonly isForced: boolean;
  readonly get: (token: string) => string;
}

function readPalette(host: HTMLElement, key: string, isForced: boolean): Palette {
  const style = getComputedStyle(host);
  const values = new Map<string, string>();
  return {
    key,
    isForced,
    get: (token) => {
      const known = values.get(token);
      if (known !== undefined) return known;
      const value = style.getPropertyValue(token).trim();
      values.set(token, value);
      return value;
    },
  };
}

/** Draws the plot into a canvas. */
export type TidePainter = (canvas: HTMLCanvasElement, scene: TideScene) => void;

/** Makes a painter, which keeps what does not change from frame to frame: the colours and the blocks of an axis. */
export function createTidePainter(): TidePainter {
  let palette: Palette | null = null;
  let blocks: { readonly axis: TimeAxis; readonly list: readonly TideBlock[] } | null = null;
  return (canvas, scene) => {
    const isForced = window.matchMedia('(forced-colors: active)').matches;
    const isStrong = window.matchMedia('(prefers-contrast: more)').matches;
    const key = `${document.documentElement.dataset['theme'] ?? ''} ${isForced} ${isStrong}`;
    if (palette?.key !== key) palette = readPalette(canvas, key, isForced);
    if (blocks?.axis !== scene.axis) blocks = { axis: scene.axis, list: toTideBlocks(scene.axis) };
    drawTide(canvas, scene, palette, blocks.list);
  };
}

const TONE_TOKENS = { good: '--ok', bad: '--err', plain: '--tx-3', now: '--accent' } as const;

/** Draws the plot. Costs the same at any length of the stream. */
function drawTide(
  canvas: HTMLCanvasElement,
  scene: TideScene,
  colors: Palette,
  blocks: readonly TideBlock[],
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { axis, span, widthPx, nowMs } = scene;
  const ratio = window.devicePixelRatio;
  const width = Math.round(widthPx * ratio);
  const height = Math.round((PLOT_PX + HEAD_PX) * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, HEAD_PX * ratio);
  context.clearRect(0, -HEAD_PX, widthPx, PLOT_PX + HEAD_PX);
  const scale = widthPx / (span.toMs - span.fromMs);
  const toX = (ms: number): number => (ms - span.fromMs) * scale;

  for (const hatch of toHatches(axis, nowMs)) {
    drawHatch(context, toX(hatch.fromMs), toX(hatch.toMs), widthPx, colors);
  }
  for (const block of blocks) {
    if (block.toMs <= span.fromMs || block.fromMs >= span.toMs) continue;
    const x = toX(block.fromMs);
    const barPx = Math.max(1, toX(block.toMs) - x);
    const name = block.isRest ? 'ev-c0' : (scene.colorOf[block.place] ?? 'ev-c0');
    fillBlock(context, colors, name, block.place, {
      x: x + (barPx * (1 - BAR_SHARE)) / 2,
      y: block.topPx,
      width: barPx * BAR_SHARE,
      height: block.heightPx,
    });
  }
  context.fillStyle = colors.isForced ? 'CanvasText' : colors.get('--line-2');
  context.fillRect(0, PLOT_PX - 1, widthPx, 1);
  for (const { atMs, tone } of toTideLines(axis, nowMs)) {
    const x = Math.min(widthPx - 0.5, Math.max(0.5, Math.round(toX(atMs)) + 0.5));
    if (atMs < span.fromMs || atMs > span.toMs) continue;
    context.fillStyle = colors.isForced ? 'CanvasText' : colors.get(TONE_TOKENS[tone]);
    context.fillRect(x - 0.5, -3, 1, PLOT_PX + 3);
    context.beginPath();
    // A loss has a square head, so that it is not told by its colour alone.
    if (tone === 'bad') context.rect(x - 2.5, -3, 5, 5);
    else context.arc(Math.min(x, widthPx - 2.5), -0.5, 2.5, 0, 2 * Math.PI);
    context.fill();
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function fillBlock(
  context: CanvasRenderingContext2D,
  colors: Palette,
  name: string,
  place: number,
  { x, y, width, height }: Box,
): void {
  if (!colors.isForced) {
    context.fillStyle = colors.get(name === 'ev-cerr' ? '--err' : `--ev-${name.slice(4)}`);
    context.fillRect(x, y, width, height);
    return;
  }
  // Without colours of our own, types are told apart by what fills them.
  context.fillStyle = 'CanvasText';
  if (place % 3 === 0) context.fillRect(x, y, width, height);
  else if (place % 3 === 1) {
    context.strokeStyle = 'CanvasText';
    context.strokeRect(x + 0.5, y + 0.5, Math.max(0, width - 1), Math.max(0, height - 1));
  } else for (let at = 0; at < height; at += 3) context.fillRect(x, y + at, width, 1);
}

function drawHatch(
  context: CanvasRenderingContext2D,
  fromX: number,
  toX: number,
  widthPx: number,
  colors: Palette,
): void {
  const left = Math.max(0, fromX);
  const right = Math.min(widthPx, toX);
  if (right <= left) return;
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left, PLOT_PX);
  context.clip();
  context.globalAlpha = colors.isForced ? 1 : 0.22;
  context.strokeStyle = colors.isForced ? 'CanvasText' : colors.get('--tx-3');
  context.beginPath();
  // The lines stand still while the plot moves on.
  const leanPx = HATCH_LEAN * PLOT_PX;
  const first = Math.floor(left / HATCH_STEP_PX) * HATCH_STEP_PX;
  for (let x = first; x < right + leanPx; x += HATCH_STEP_PX) {
    context.moveTo(x, 0);
    context.lineTo(x - leanPx, PLOT_PX);
  }
  context.stroke();
  context.restore();
}
