import { useCommands } from '../../../lib/keyboard';
import type { ToldItem } from './told-items';

export interface TranscriptKeysContext {
  readonly items: readonly ToldItem[];
  /** Position of the item with the selected row; -1 for none. */
  readonly current: number;
  readonly isFolded: (item: ToldItem) => boolean;
  readonly passTo: (row: number) => void;
  readonly fold: (item: ToldItem, fold: boolean) => void;
  readonly foldAll: (fold: boolean) => void;
  readonly page: (direction: -1 | 1) => void;
}

/** Keys of the transcript: from step to step as in a tree. Answers are passed over. */
export function useTranscriptKeys(context: TranscriptKeysContext): void {
  const { items, current, isFolded, passTo, fold, foldAll, page } = context;
  const item = items[current];
  const toward = (from: number, direction: -1 | 1): boolean => {
    for (let at = from; at >= 0 && at < items.length; at += direction) {
      const next = items[at];
      // The line above open turns has the row of the first of them.
      if (next === undefined || next.type === 'answer' || (next.type === 'same' && next.isOpen)) {
        continue;
      }
      passTo(next.row);
      return true;
    }
    return true;
  };
  useCommands({
    'row.next': () => toward(current + 1, 1),
    'row.previous': () => toward(current - 1, -1),
    'row.first': () => toward(0, 1),
    'row.last': () => toward(items.length - 1, -1),
    'row.nextPage': () => page(1),
    'row.previousPage': () => page(-1),
    'tree.toggle': () => item !== undefined && fold(item, !isFolded(item)),
    'tree.expand': () => {
      if (item !== undefined && isFolded(item)) fold(item, false);
      else toward(current + 1, 1);
    },
    'tree.collapse': () => {
      if (item === undefined) return;
      if (!isFolded(item)) {
        fold(item, true);
        return;
      }
      const outer = items.findLastIndex(
        ({ type, depth }, at) => at < current && type === 'step' && depth < item.depth,
      );
      // Steps of an open line of same turns go back into it.
      const line = items.findLastIndex(
        (one, at) => at < current && one.type === 'same' && one.isOpen,
      );
      const open = items[line];
      if (open?.type === 'same' && current - line <= open.steps) fold(open, true);
      else if (outer >= 0) toward(outer, -1);
    },
    'tree.expandAll': () => foldAll(false),
    'tree.collapseAll': () => foldAll(true),
  });
}
