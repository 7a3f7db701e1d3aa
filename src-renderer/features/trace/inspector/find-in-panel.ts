import { useState, type RefObject } from 'react';

export interface PanelFinder {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Goes to the next (1) or previous (-1) match that is marked in the panel. */
  readonly move: (direction: -1 | 1) => void;
}

/** Finding text in what a panel shows: matches are `mark` elements, gone through in order. */
export function useFindInPanel(panel: RefObject<HTMLElement | null>): PanelFinder {
  const [text, setText] = useState('');
  return {
    text,
    setText,
    move: (direction) => {
      const marks = [...(panel.current?.querySelectorAll('mark') ?? [])];
      if (marks.length === 0) return;
      const at = marks.findIndex((mark) => mark.dataset['current'] !== undefined);
      const next = marks[(at + direction + marks.length) % marks.length] ?? marks[0];
      for (const mark of marks) delete mark.dataset['current'];
      if (next === undefined) return;
      next.dataset['current'] = '';
      next.scrollIntoView({ block: 'nearest' });
    },
  };
}
