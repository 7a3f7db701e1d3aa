import { useState } from 'react';

import { pairKinds } from '@domain/diff/alignment';
import type { SpanId } from '@domain/units';

import { commandKeyLabel, useCommands } from '../../lib/keyboard';
import { isMac } from '../../lib/shell';
import { spanIdOf } from '../../lib/span-row-index';
import type { MenuEntry } from '../../ui/menu';
import { showToast } from '../../ui/toast';
import {
  noPairs,
  withBroken,
  withPinned,
  withUndone,
  type ChangePairs,
  type UserPairs,
} from '../../stores/chosen-pairs';
import { rowAt, type DiffModel } from './model/diff-model';

export interface Pairing {
  /** Row that waits for the one it is to be paired with; -1 for none. */
  readonly pinning: number;
  /** On which side that one must have a span; null for either. */
  readonly wanted: 'A' | 'B' | null;
  readonly cancel: () => void;
  readonly entries: readonly MenuEntry[];
}

/** Spans of a row; null on a side that has none. */
interface RowIds {
  readonly a: SpanId | null;
  readonly b: SpanId | null;
}

const rootsStay = 'Two traces are compared from their roots on: these stay a pair.';

/**
 * Breaking pairs and making others: two rows are paired by saying so on the one, then the other.
 * @param selected row that the commands are about; -1 where none is shown
 */
export function usePairing(
  model: DiffModel,
  selected: number,
  pairs: UserPairs,
  onPairs: ChangePairs,
): Pairing {
  const [waiting, setWaiting] = useState<RowIds | null>(null);
  const { columns } = model;
  const ids: RowIds = {
    a: selected < 0 ? null : spanIdOf({ spanIds: columns.spanIdsA }, selected),
    b: selected < 0 ? null : spanIdOf({ spanIds: columns.spanIdsB }, selected),
  };
  const said = pairs.pinned.length + pairs.broken.length;
  const isPair = ids.a !== null && ids.b !== null;
  const areRoots = isPair && model.parents[selected] === -1;

  const breakPair = (): boolean => {
    const { a, b } = ids;
    if (a === null || b === null || areRoots) return false;
    changeAndTell(
      (now) => withBroken(now, [a, b]),
      'The pair is broken, here and where these two are judged.',
      onPairs,
    );
    return true;
  };
  const pinPair = (): boolean => {
    if (selected < 0) return false;
    if (areRoots) {
      showToast({ status: 'warn', message: rootsStay });
      return true;
    }
    if (waiting === null || isSame(waiting, ids)) {
      setWaiting(waiting === null ? ids : null);
      return true;
    }
    const pair = pairOf(waiting, ids);
    if (pair === null) {
      const missing = waiting.a === null ? 'A' : 'B';
      showToast({
        status: 'warn',
        message: `This row has no span of ${missing}. Choose one that has, or press Esc.`,
      });
      return true;
    }
    setWaiting(null);
    changeAndTell((now) => withPinned(now, pair), 'The two are a pair now.', onPairs);
    return true;
  };
  const forget = (): boolean => {
    if (said === 0) return false;
    changeAndTell(() => noPairs, 'What was said of pairs is forgotten.', onPairs);
    return true;
  };
  useCommands({
    'compare.breakPair': breakPair,
    'compare.pinPair': pinPair,
    'compare.forgetPairs': forget,
  });
  const isPinned = selected >= 0 && pairKinds[columns.pairKinds[selected] ?? 0] === 'pinned';
  return {
    pinning: rowOfIds(model, waiting),
    wanted: waiting === null ? null : waiting.a === null ? 'A' : waiting.b === null ? 'B' : null,
    cancel: () => setWaiting(null),
    entries: [
      {
        label: waiting === null ? 'Pair with another row…' : 'Pair with the row chosen before',
        keyLabel: commandKeyLabel('compare.pinPair', isMac()),
        disabled: selected < 0 || areRoots,
        onSelect: pinPair,
      },
      {
        label: isPinned ? 'Break the pair made by hand' : 'Break the pair',
        keyLabel: commandKeyLabel('compare.breakPair', isMac()),
        disabled: !isPair || areRoots,
        onSelect: breakPair,
      },
      {
        label: said === 1 ? 'Forget the pair chosen by hand' : 'Forget pairs chosen by hand',
        disabled: said === 0,
        onSelect: forget,
      },
    ],
  };
}

/** Undo takes back this change alone, whatever was said of other pairs meanwhile. */
function changeAndTell(
  change: (now: UserPairs) => UserPairs,
  message: string,
  onPairs: ChangePairs,
): void {
  let [before, after] = [noPairs, noPairs];
  onPairs((now) => {
    [before, after] = [now, change(now)];
    return after;
  });
  const undo = (): void => onPairs((now) => withUndone(now, before, after));
  showToast({ status: 'ok', message, action: { label: 'Undo', run: undo } });
}

/** A span of A and one of B, of two rows: of two pairs A's of the first and B's of the second. */
function pairOf(first: RowIds, second: RowIds): [SpanId, SpanId] | null {
  if (first.a !== null && second.b !== null) return [first.a, second.b];
  return first.b !== null && second.a !== null ? [second.a, first.b] : null;
}

function isSame(x: RowIds, y: RowIds): boolean {
  return x.a === y.a && x.b === y.b;
}

function rowOfIds(model: DiffModel, ids: RowIds | null): number {
  if (ids === null) return -1;
  if (ids.a !== null) return rowAt(model, { side: 'a', spanId: ids.a });
  return ids.b === null ? -1 : rowAt(model, { side: 'b', spanId: ids.b });
}
