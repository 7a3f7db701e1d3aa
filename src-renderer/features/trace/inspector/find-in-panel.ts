import { useEffect, useRef, useState, type RefObject } from 'react';

export interface PanelFinder {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Goes to the next (1) or previous (-1) match that is marked in the panel. */
  readonly move: (direction: -1 | 1) => void;
}

/** What is out of sight is measured when it comes near, so a place may move under the way to it. */
const MAX_TRIES = 12;

/**
 * Finding text in what a panel shows: matches are `mark` elements, gone through in order. The
 * first one is gone to as soon as it is marked, which in a long text takes a moment.
 */
export function useFindInPanel(panel: RefObject<HTMLElement | null>): PanelFinder {
  const [text, setText] = useState('');
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);
  useEffect(() => {
    stop.current();
    const element = panel.current;
    if (text.trim() === '' || element === null) return undefined;
    const goToFirst = (): boolean => {
      const first = element.querySelector('mark');
      // Of what was searched for before some may still be marked.
      if (first?.textContent?.toLowerCase() !== text.trim().toLowerCase()) return false;
      stop.current = makeCurrent(element, first);
      return true;
    };
    if (goToFirst()) return undefined;
    const observer = new MutationObserver(() => {
      if (goToFirst()) observer.disconnect();
    });
    observer.observe(element, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [panel, text]);
  return {
    text,
    setText,
    move: (direction) => {
      const element = panel.current;
      const marks = [...(element?.querySelectorAll('mark') ?? [])];
      const at = marks.findIndex((mark) => mark.dataset['current'] !== undefined);
      const next = marks[(at + direction + marks.length) % marks.length] ?? marks[0];
      if (element === null || next === undefined) return;
      stop.current();
      stop.current = makeCurrent(element, next);
    },
  };
}

/** Marks a match as the one that was gone to, and brings it into sight. Returns how to stop. */
function makeCurrent(panel: HTMLElement, mark: HTMLElement): () => void {
  for (const other of panel.querySelectorAll<HTMLElement>('mark[data-current]')) {
    delete other.dataset['current'];
  }
  mark.dataset['current'] = '';
  let frame = 0;
  let tries = 0;
  const approach = (): void => {
    mark.scrollIntoView({ block: tries === 0 ? 'nearest' : 'center' });
    tries += 1;
    frame = requestAnimationFrame(() => {
      if (tries < MAX_TRIES && mark.isConnected && !isInSight(panel, mark)) approach();
    });
  };
  approach();
  return () => cancelAnimationFrame(frame);
}

/** Whether nothing that scrolls around it hides a match. */
function isInSight(panel: HTMLElement, mark: HTMLElement): boolean {
  const { top, bottom } = mark.getBoundingClientRect();
  for (let around = mark.parentElement; around !== null; around = around.parentElement) {
    const box = around.getBoundingClientRect();
    const scrolls = around.scrollHeight > around.clientHeight + 1;
    if (scrolls && (top < box.top - 1 || bottom > box.bottom + 1)) return false;
    if (around === panel) break;
  }
  return true;
}
