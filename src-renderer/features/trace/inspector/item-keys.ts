/** Keys among the items of the inspector: one tab stop, arrows inside. */
import type { KeyboardEvent } from 'react';

/** Marks what the arrows stop at. */
export const ITEM = '[data-item]';
/** The button of an item that unfolds it. */
const TWIST = 'button[aria-expanded]';

type Move = 'next' | 'previous' | 'first' | 'last';

const moves: Readonly<Record<string, Move>> = {
  ArrowDown: 'next',
  j: 'next',
  ArrowUp: 'previous',
  k: 'previous',
  Home: 'first',
  End: 'last',
};

/**
 * Up and down move from item to item, left and right fold and unfold, Enter and Space do
 * either. Keys in a field, on a tab, on a player or with a modifier pass.
 */
export function handleItemKeys(event: KeyboardEvent<HTMLElement>): void {
  const { key, target, currentTarget } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
  if (target.closest('input, audio, video, [role=tab], [role=radio], [role=separator]') !== null) {
    return;
  }
  const move = moves[key];
  if (move !== undefined) {
    // Also at the ends: the key must not move the tree while the inspector has the focus.
    event.preventDefault();
    moveFocus([...currentTarget.querySelectorAll<HTMLElement>(ITEM)], target, move);
  } else if (target.matches(ITEM) && toggles(target, key)) {
    event.preventDefault();
    target.querySelector<HTMLElement>(TWIST)?.click();
  } else if (key === 'ArrowLeft' || key === 'ArrowRight') {
    event.preventDefault();
  }
}

function moveFocus(items: readonly HTMLElement[], from: HTMLElement, move: Move): void {
  const at = items.findIndex((item) => item.contains(from));
  const last = items.length - 1;
  const to = { next: at + 1, previous: at - 1, first: 0, last }[move];
  items[Math.max(0, Math.min(last, to))]?.focus();
}

function toggles(item: HTMLElement, key: string): boolean {
  const isOpen = item.querySelector(TWIST)?.getAttribute('aria-expanded');
  if (isOpen === undefined) return false;
  if (key === 'Enter' || key === ' ') return true;
  return key === (isOpen === 'true' ? 'ArrowLeft' : 'ArrowRight');
}
