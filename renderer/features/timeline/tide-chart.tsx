import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, RefObject } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { AXIS_BINS_MAX } from '../../../shared/limits.ts';
import { formatPlural, formatRate } from '../../components/number-format.ts';
import { formatElapsed, formatSeconds } from '../../components/time-format.ts';
import { useElementSize } from '../../components/use-element-size.ts';
import type { StreamSession, TimeSpan } from '../../stores/stream-sessions.ts';
import { toColorClasses } from './event-colors.ts';
import { createTidePainter } from './tide-canvas.ts';
import type { TideScene } from './tide-canvas.ts';
import { getPeakPerSecond, toAxisLabels, zoomBy } from './tide-shape.ts';
import { useElapsed } from './use-elapsed.ts';
import { useTimeAxis } from './use-time-axis.ts';

interface TideChartProps {
  readonly api: Bridge;
  readonly progress: ExchangeProgress;
  readonly session: StreamSession;
  /** Times of the first and last row on screen, null if unknown. */
  readonly shown: TimeSpan | null;
  readonly zoom: TimeSpan | null;
  /** The time that the filter asks for; an open end is null. */
  readonly filterSpan: { readonly fromMs: number | null; readonly toMs: number | null } | null;
  readonly onZoom: (zoom: TimeSpan | null) => void;
  /** Brings the rows of a time on screen. */
  /** `isStepBack`: by a key, so that it has to lead somewhere. */
  readonly onScrollTo: (atMs: number, isStepBack?: boolean) => void;
  /** A span was selected with the pointer. */
  readonly onSpan: (span: TimeSpan) => void;
}

/** Width of a bar with the space beside it, in pixels. */
const BIN_PX = 7.7;
/** A wheel step comes closer or goes away by this factor. */
const ZOOM_STEP = 1.25;
/** Pixels that the pointer moves before a press is a drag. */
const DRAG_PX = 4;
/** A frame that covers more than this share of the plot is not dragged: a span is selected in it. */
const FRAME_SHARE_MAX = 0.9;
const SPAN_MS_MIN = 500;

const toPercent = (share: number): string =>
  `${(Math.min(1, Math.max(0, share)) * 100).toFixed(3)}%`;

/** Draws the scene before the next paint, once however often it was asked for. */
function useTideCanvas(scene: TideScene | null): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(scene);
  latest.current = scene;
  const [paint] = useState(createTidePainter);
  const frame = useRef(0);
  useLayoutEffect(() => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      if (canvas.current !== null && latest.current !== null) {
        paint(canvas.current, latest.current);
      }
    });
  });
  useEffect(
    () => () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    },
    [],
  );
  return canvas;
}

/** What the pointer does: moves the frame, or selects from one time to another. */
type Gesture =
  | { readonly kind: 'frame'; readonly grabMs: number }
  | { readonly kind: 'select'; readonly fromX: number; readonly fromMs: number };

/**
 * Events over time: stacked bars by type, hatched silences, connections, and the part that the list shows. Its frame
 * is dragged or moved by keys, the wheel zooms, a drag beside the frame selects a span, a click goes there.
 */
export function TideChart(props: TideChartProps) {
  const { api, progress, session, shown, zoom, filterSpan, onZoom, onScrollTo, onSpan } = props;
  const elapsedMs = useElapsed(progress, session);
  const plot = useRef<HTMLDivElement>(null);
  const slider = useRef<HTMLDivElement>(null);
  // There is nothing to draw before main has answered, which takes longer than a frame.
  const { widthPx } = useElementSize(plot, false);
  const bins = Math.min(AXIS_BINS_MAX, Math.floor(widthPx / BIN_PX));
  const axis = useTimeAxis(api, progress, zoom, bins);
  const endMs = Math.max(elapsedMs, SPAN_MS_MIN);
  const span = zoom ?? { fromMs: 0, toMs: endMs };
  const spanMs = span.toMs - span.fromMs;
  const isOver = progress.state.kind === 'closed';
  const { types } = progress;
  // Only the order of the types matters here, and it only grows.
  const colorOf = useMemo(() => {
    const classes = toColorClasses(types);
    return types.map(({ type }) => classes.get(type) ?? 'ev-c0');
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [types.length]);
  const canvas = useTideCanvas(
    axis === null || widthPx === 0
      ? null
      : { axis, span, colorOf, nowMs: isOver ? null : elapsedMs, widthPx },
  );
  const peak = useMemo(() => (axis === null ? null : getPeakPerSecond(axis)), [axis]);
  const [selected, setSelected] = useState<TimeSpan | null>(null);
  const gesture = useRef<Gesture | null>(null);
  const [isPressed, setIsPressed] = useState(false);

  const toMs = (clientX: number): number => {
    const box = plot.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return span.fromMs;
    const share = Math.min(1, Math.max(0, (clientX - box.left) / box.width));
    return span.fromMs + share * spanMs;
  };

  const latest = useRef({ span, endMs, toMs, onZoom });
  latest.current = { span, endMs, toMs, onZoom };
  const handleWheel = useCallback((event: WheelEvent) => {
    if (event.deltaY === 0) return;
    event.preventDefault();
    const now = latest.current;
    const factor = event.deltaY < 0 ? 1 / ZOOM_STEP : ZOOM_STEP;
    now.onZoom(zoomBy(now.span, factor, now.toMs(event.clientX), now.endMs));
  }, []);
  useEffect(() => {
    const element = plot.current;
    // React listens passively, and the wheel must not scroll anything here.
    element?.addEventListener('wheel', handleWheel, { passive: false });
    return () => element?.removeEventListener('wheel', handleWheel);
  }, [handleWheel]);

  const frame = shown ?? { fromMs: 0, toMs: 0 };
  const frameShare = (frame.toMs - frame.fromMs) / spanMs;
  const handlePointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const atMs = toMs(event.clientX);
    setIsPressed(true);
    const isInFrame = atMs >= frame.fromMs && atMs <= frame.toMs;
    gesture.current =
      isInFrame && frameShare < FRAME_SHARE_MAX && !event.shiftKey
        ? { kind: 'frame', grabMs: atMs - frame.fromMs }
        : { kind: 'select', fromX: event.clientX, fromMs: atMs };
  };
  const handlePointerMove = (event: PointerEvent<HTMLElement>): void => {
    const { current } = gesture;
    if (current === null) return;
    const atMs = toMs(event.clientX);
    if (current.kind === 'frame') return onScrollTo(Math.max(0, atMs - current.grabMs));
    if (selected === null && Math.abs(event.clientX - current.fromX) < DRAG_PX) return;
    setSelected({
      fromMs: Math.min(atMs, current.fromMs),
      toMs: Math.max(atMs, current.fromMs),
    });
  };
  const handlePointerUp = (event: PointerEvent<HTMLElement>): void => {
    const { current } = gesture;
    gesture.current = null;
    setIsPressed(false);
    if (current?.kind !== 'select') return;
    if (selected === null) onScrollTo(toMs(event.clientX));
    else onSpan(selected);
    setSelected(null);
  };
  const handleCancel = useCallback((): void => {
    gesture.current = null;
    setIsPressed(false);
    setSelected(null);
  }, []);
  // A press does not move the focus here, so Escape is taken wherever it is, and before anything else has it.
  useEffect(() => {
    if (!isPressed) return undefined;
    const handleEscape = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      handleCancel();
    };
    window.addEventListener('keydown', handleEscape, { capture: true });
    return () => window.removeEventListener('keydown', handleEscape, { capture: true });
  }, [isPressed, handleCancel]);

  const handleKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const zoomAt = (factor: number): void =>
      onZoom(zoomBy(span, factor, (frame.fromMs + frame.toMs) / 2, endMs));
    const steps: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => onScrollTo(Math.max(0, frame.fromMs - spanMs / 100), true),
      ArrowRight: () => onScrollTo(frame.fromMs + spanMs / 100),
      PageUp: () => onScrollTo(Math.max(0, frame.fromMs - spanMs / 10), true),
      PageDown: () => onScrollTo(frame.fromMs + spanMs / 10),
      Home: () => onScrollTo(0),
      End: () => onScrollTo(endMs),
      '+': () => zoomAt(1 / ZOOM_STEP),
      '=': () => zoomAt(1 / ZOOM_STEP),
      '-': () => zoomAt(ZOOM_STEP),
      '0': () => onZoom(null),
      Escape: () => onZoom(null),
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    step();
  };

  const { events } = progress.counters;
  const summary =
    `${formatPlural(events, 'event')} of ${formatPlural(types.length, 'type')} ` +
    `in ${formatElapsed(elapsedMs)}${peak === null ? '.' : `, at most ${formatRate(peak)}.`}`;
  const toLeft = (ms: number): string => toPercent((ms - span.fromMs) / spanMs);
  const toBox = (part: TimeSpan): { left: string; width: string } => {
    const from = Math.max(part.fromMs, span.fromMs);
    const to = Math.min(part.toMs, span.toMs);
    return { left: toLeft(from), width: toPercent(Math.max(0, to - from) / spanMs) };
  };
  const isFrameInView = shown !== null && frame.toMs >= span.fromMs && frame.fromMs <= span.toMs;
  return (
    <div className="tide" data-area="chart">
      {/* The slider in it has the keys; the pointer can do the same and more anywhere in the plot. */}
      <div
        className="plot"
        ref={plot}
        role="presentation"
        onPointerDown={handlePointerDown}
        onPointerMove={handlePointerMove}
        onPointerUp={handlePointerUp}
        onPointerCancel={handleCancel}
        onDoubleClick={() => onZoom(null)}
      >
        <canvas ref={canvas} className="c" role="img" aria-label={summary} />
        {filterSpan !== null && selected === null && (
          <div
            className="tsel"
            style={toBox({ fromMs: filterSpan.fromMs ?? 0, toMs: filterSpan.toMs ?? endMs })}
          />
        )}
        {selected !== null && <div className="tsel" style={toBox(selected)} />}
        <div
          ref={slider}
          className={isFrameInView ? 'brush' : 'brush out'}
          style={toBox(frame)}
          role="slider"
          tabIndex={0}
          aria-label="Part of the stream in view"
          aria-valuemin={0}
          aria-valuemax={Math.round(endMs)}
          aria-valuenow={Math.round(Math.min(endMs, frame.fromMs))}
          aria-valuetext={`${formatSeconds(frame.fromMs)} to ${formatSeconds(frame.toMs)} of ${formatSeconds(endMs)}`}
          onKeyDown={handleKeyDown}
        />
        {peak !== null && <span className="cap">peak {formatRate(peak)}</span>}
      </div>
      <div className="ax">
        {toAxisLabels(span).map(({ at, text }, index, all) => (
          <span
            key={index}
            className={index === 0 ? 'first' : index === all.length - 1 ? 'last' : ''}
            style={{ left: toPercent(at) }}
          >
            {text}
          </span>
        ))}
      </div>
      {zoom !== null && (
        <button
          className="btn s zoomout"
          onClick={() => {
            // The button goes with the zoom.
            slider.current?.focus();
            onZoom(null);
          }}
        >
          Show all
        </button>
      )}
    </div>
  );
}
