/** What jsdom lacks: layout. Every observed element is `widthPx` by `heightPx`. */
export function stubLayout(widthPx: number, heightPx: number): void {
  class FixedResizeObserver implements ResizeObserver {
    readonly #callback: ResizeObserverCallback;
    constructor(callback: ResizeObserverCallback) {
      this.#callback = callback;
    }
    observe(target: Element): void {
      const contentRect = { width: widthPx, height: heightPx } as DOMRectReadOnly;
      this.#callback([{ target, contentRect } as ResizeObserverEntry], this);
    }
    unobserve(): void {}
    disconnect(): void {}
  }
  globalThis.ResizeObserver = FixedResizeObserver;
  // CodeMirror asks where its selection is.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
}
