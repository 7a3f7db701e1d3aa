import { useCommands } from '../../lib/keyboard';
import { nearestRow, siblingRow, type VisibleRows } from '../../lib/visible-rows';

export interface TreeKeysContext {
  readonly rows: VisibleRows;
  readonly selected: number;
  readonly pageRows: () => number;
  /** Null for a row with nothing to fold. */
  readonly isFolded: (row: number) => boolean | null;
  /** Selects on the way to elsewhere. */
  readonly passTo: (span: number) => void;
  readonly fold: (span: number, fold: boolean) => void;
  readonly foldSubtree: (span: number, fold: boolean) => void;
  readonly foldAll: (fold: boolean) => void;
}

/** Keys that move in a tree and fold it. */
export function useTreeKeys(context: TreeKeysContext): void {
  const { rows, selected, pageRows, passTo, fold, foldSubtree, foldAll } = context;
  const row = nearestRow(rows, selected);
  const span = rows.spans[row] ?? -1;
  const isFolded = row < 0 ? null : context.isFolded(row);

  const toRow = (to: number): boolean => {
    const target = rows.spans[Math.max(0, Math.min(rows.count - 1, to))];
    if (target === undefined) return false;
    passTo(target);
    return true;
  };
  const toSibling = (direction: -1 | 1): boolean => {
    const sibling = siblingRow(rows, row, direction);
    return sibling >= 0 && toRow(sibling);
  };
  useCommands({
    'row.next': () => toRow(row + 1),
    'row.previous': () => toRow(row - 1),
    'row.nextPage': () => toRow(row + pageRows()),
    'row.previousPage': () => toRow(row - pageRows()),
    'row.first': () => toRow(0),
    'row.last': () => toRow(rows.count - 1),
    'tree.previousSibling': () => toSibling(-1),
    'tree.nextSibling': () => toSibling(1),
    'tree.collapse': () => {
      if (isFolded === false) fold(span, true);
      else {
        const parent = rows.parents[row] ?? -1;
        if (parent >= 0) toRow(parent);
      }
    },
    'tree.expand': () => {
      if (isFolded === true) fold(span, false);
      else if (isFolded === false && (rows.parents[row + 1] ?? -1) === row) toRow(row + 1);
    },
    'tree.toggle': () => {
      if (isFolded !== null) fold(span, !isFolded);
    },
    'tree.toggleAll': () => {
      if (isFolded !== null) foldSubtree(span, !isFolded);
    },
    'tree.expandAll': () => foldAll(false),
    'tree.collapseAll': () => foldAll(true),
  });
}
