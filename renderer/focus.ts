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
  const current = areas.findLastIndex(
    (area) => area.contains(activeElement) || isBehind(activeElement, area),
  );
  const isIn = areas[current]?.contains(activeElement) === true;
  // Between two areas the way back leads to the one before.
  const to = step === 1 ? current + 1 : isIn ? current - 1 : current;
  const next = areas.at(to % areas.length);
  if (next !== undefined) getEntry(next)?.focus();
}

function isBehind(element: Element | null, area: HTMLElement): boolean {
  if (element === null || element === document.body) return false;
  return (area.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/**
 * Puts the focus into a part whose content is another one now, if it went with the old content: then it is on an
 * element around the part, or on none. A list is entered before what stands over it.
 */
export function returnFocus(part: HTMLElement): void {
  const { activeElement } = document;
  if (activeElement !== null && !activeElement.contains(part)) return;
  const list = part.querySelector<HTMLElement>('[role=grid]');
  (list ?? getEntry(part))?.focus();
}

/** Puts the focus into what a tab shows, if it went with the tab before. `area` is the one that it was in. */
export function returnFocusToTab(main: HTMLElement, area: string): void {
  const { activeElement } = document;
  if (activeElement !== null && !activeElement.contains(main)) return;
  const wanted = area === 'request-bar' ? '#url' : '[data-area="response"]';
  const field = main.querySelector<HTMLElement>(wanted);
  if (field !== null) field.focus();
  else returnFocus(main);
}

/** Where an area is entered: the area itself if it takes the focus, else its first tab stop, else itself all the same. */
function getEntry(area: HTMLElement): HTMLElement | null {
  if (area.tabIndex >= 0 && area.hasAttribute('tabindex')) return area;
  for (const element of area.querySelectorAll<HTMLElement>(FOCUSABLE)) {
    if (element.tabIndex < 0 || element.hasAttribute('disabled')) continue;
    return element;
  }
  return area.hasAttribute('tabindex') ? area : null;
}

/** Whether typing goes into the element that has the focus. */
export function isTextEntry(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return target.getAttribute('aria-readonly') !== 'true';
  return target instanceof HTMLInputElement
    ? !['checkbox', 'button', 'radio'].includes(target.type)
    : target instanceof HTMLTextAreaElement;
}
