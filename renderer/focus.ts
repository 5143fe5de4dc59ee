const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex]';

/** Puts the focus on a field once the change that shows it is on screen. */
export function focusField(selector: string): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>(selector);
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  });
}

/** Opens a menu or a list by its button, as a press on it does. */
export function clickField(selector: string): void {
  const button = document.querySelector<HTMLElement>(selector);
  if (button === null) return;
  button.focus();
  button.click();
}

/** Puts the focus on the response, such as after a demo was started. */
export function focusResponse(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('[data-area="response"]')?.focus();
  });
}

/** Moves the focus to the next or previous area of the window that is on screen, round the end. */
export function focusArea(step: 1 | -1): void {
  const areas = [...document.querySelectorAll<HTMLElement>('[data-area]')].filter(
    (area) => getEntry(area) !== null,
  );
  if (areas.length === 0) return;
  const { activeElement } = document;
  // The innermost area counts, and inner ones follow their outer one in document order.
  const current = areas.findLastIndex((area) => area.contains(activeElement));
  const start = current === -1 && step === -1 ? 0 : current;
  const next = areas[(start + step + areas.length) % areas.length];
  if (next !== undefined) getEntry(next)?.focus();
}

/** Where an area is entered: the area itself if it takes the focus, else its first tab stop. */
function getEntry(area: HTMLElement): HTMLElement | null {
  if (area.tabIndex >= 0 && area.hasAttribute('tabindex')) return area;
  for (const element of area.querySelectorAll<HTMLElement>(FOCUSABLE)) {
    if (element.tabIndex < 0 || element.hasAttribute('disabled')) continue;
    return element;
  }
  return null;
}

/** Whether typing goes into the element that has the focus. */
export function isTextEntry(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return target.getAttribute('aria-readonly') !== 'true';
  return target instanceof HTMLInputElement
    ? !['checkbox', 'button', 'radio'].includes(target.type)
    : target instanceof HTMLTextAreaElement;
}
