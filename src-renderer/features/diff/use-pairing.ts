import { useState } from 'react';

import { sideOf } from '@domain/diff/diff-columns';
import { pairKinds } from '@domain/diff/alignment';
import type { SpanId } from '@domain/units';

import { commandKeyLabel, useCommands } from '../../lib/keyboard';
import { isMac } from '../../lib/shell';
import { spanIdOf } from '../../lib/span-row-index';
import type { MenuEntry } from '../../ui/menu';
import { showToast } from '../../ui/toast';
import { noPairs, withBroken, withPinned, type UserPairs } from '../../stores/chosen-pairs';
import { rowAt, type DiffModel } from './model/diff-model';

export interface Pairing {
  /** Row that waits for the one it is to be paired with; -1 for none. */
  readonly pinning: number;
  readonly cancel: () => void;
  readonly entries: readonly MenuEntry[];
}

interface Waiting {
  readonly side: 'a' | 'b';
  readonly spanId: SpanId;
}

/** Breaking pairs and making others: two rows are paired by saying so on the one, then the other. */
export function usePairing(
  model: DiffModel,
  selected: number,
  pairs: UserPairs,
  onPairs: (pairs: UserPairs) => void,
): Pairing {
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const { columns } = model;
  const idOf = (row: number, side: 'a' | 'b'): SpanId | null =>
    spanIdOf({ spanIds: side === 'a' ? columns.spanIdsA : columns.spanIdsB }, row);
  const [idA, idB] = selected < 0 ? [null, null] : [idOf(selected, 'a'), idOf(selected, 'b')];
  const said = pairs.pinned.length + pairs.broken.length;

  // Two traces are compared from their roots on, whatever is said of these.
  const isBreakable = idA !== null && idB !== null && model.parents[selected] !== -1;
  const breakPair = (): boolean => {
    if (!isBreakable || idA === null || idB === null) return false;
    onPairs(withBroken(pairs, [idA, idB]));
    return true;
  };
  const pinPair = (): boolean => {
    if (selected < 0) return false;
    if (waiting === null) {
      const side = sideOf(columns, selected) === 'b' ? 'b' : 'a';
      const spanId = side === 'a' ? idA : idB;
      if (spanId === null) return false;
      setWaiting({ side, spanId });
      return true;
    }
    const other = waiting.side === 'a' ? idB : idA;
    if (other === null) {
      const missing = waiting.side === 'a' ? 'B' : 'A';
      showToast({
        status: 'warn',
        message: `This row has no span of ${missing}. Choose one that has, or press Esc.`,
      });
      return true;
    }
    setWaiting(null);
    const pair: [SpanId, SpanId] =
      waiting.side === 'a' ? [waiting.spanId, other] : [other, waiting.spanId];
    onPairs(withPinned(pairs, pair));
    return true;
  };
  const forget = (): boolean => {
    if (said === 0) return false;
    onPairs(noPairs);
    return true;
  };
  useCommands({
    'compare.breakPair': breakPair,
    'compare.pinPair': pinPair,
    'compare.forgetPairs': forget,
  });
  const isPinned = selected >= 0 && pairKinds[columns.pairKinds[selected] ?? 0] === 'pinned';
  return {
    pinning: waiting === null ? -1 : rowAt(model, waiting),
    cancel: () => setWaiting(null),
    entries: [
      {
        label: waiting === null ? 'Pair with another row…' : 'Pair with the row chosen before',
        keyLabel: commandKeyLabel('compare.pinPair', isMac()),
        onSelect: pinPair,
      },
      {
        label: isPinned ? 'Break the pair made by hand' : 'Break the pair',
        keyLabel: commandKeyLabel('compare.breakPair', isMac()),
        disabled: !isBreakable,
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
