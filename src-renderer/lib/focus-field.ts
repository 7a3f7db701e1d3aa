import { currentLocation } from './router';

/** Puts the cursor into a field and selects what is in it, so that typing replaces it. */
export function focusField(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}

/**
 * Gives the focus to a view that took the place of another one, in which the focus was. At
 * the window's start nothing has been focused yet, and nothing is.
 */
export function takeLostFocus(focus: () => void): void {
  const { canGoBack, canGoForward } = currentLocation();
  const isLost = document.activeElement === null || document.activeElement === document.body;
  if (isLost && (canGoBack || canGoForward)) focus();
}
