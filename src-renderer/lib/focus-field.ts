import { currentLocation } from './router';

/** Puts the cursor into a field and selects what is in it, so that typing replaces it. */
export function focusField(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}

/**
 * Gives the focus to a view that took the place of another one, in which the focus was, or
 * whose link was followed. At the window's start nothing has been focused yet, and nothing is.
 */
export function takeLostFocus(focus: () => void): void {
  const { canGoBack, canGoForward } = currentLocation();
  const { activeElement } = document;
  const isFree =
    activeElement === null || activeElement === document.body || activeElement.matches('a[href]');
  if (isFree && (canGoBack || canGoForward)) focus();
}
