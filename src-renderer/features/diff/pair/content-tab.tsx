import { useMemo, type ReactNode } from 'react';

import type { DiffPair, PairSide } from '@contract/diff';
import { formatCount } from '@domain/format';

import { Note } from '../../../ui/content/notes';
import { NotRecorded } from '../../../ui/content/payload-view';
import { CheckIcon } from '../../../ui/icons';
import type { DiffLayout, OnlySide } from './diff-layout';
import { DifferenceSection } from './difference-section';
import { pairItems, type PairItem } from './pair-items';
import styles from './pair-panel.module.css';

export interface ContentTabProps {
  readonly pair: DiffPair;
  readonly layout: DiffLayout;
  readonly only: OnlySide;
  readonly onShowAll: () => void;
}

/** What was given and what came of it, where the sides differ. */
export function ContentTab({ pair, layout, only, onShowAll }: ContentTabProps): ReactNode {
  const items = useMemo(() => pairItems(pair), [pair]);
  return (
    <>
      <Unrecorded pair={pair} only={only} />
      <Earlier a={pair.a} b={pair.b} />
      {items.map((item) =>
        item.type === 'same' ? (
          <p key={item.text} className={styles.same}>
            <CheckIcon size={12} />
            {item.text}
          </p>
        ) : (
          <DifferenceSection
            key={keyOf(item)}
            item={item}
            layout={layout}
            only={only}
            onShowAll={onShowAll}
          />
        ),
      )}
      {items.length === 0 && !pair.isUnknown && <Note>{emptyText(only)}</Note>}
    </>
  );
}

function keyOf({ difference }: Extract<PairItem, { type: 'difference' }>): string {
  return `${difference.field} ${difference.order}`;
}

function emptyText(only: OnlySide): string {
  return only === null
    ? 'Neither span says anything but its attributes and times.'
    : 'This span says nothing but its attributes and times.';
}

/** What cannot be told, since it was not recorded. */
function Unrecorded({ pair, only }: { readonly pair: DiffPair; only: OnlySide }): ReactNode {
  const { a, b } = pair;
  const silent = [a, b].filter((side) => side?.isRecorded === false);
  const [first] = silent;
  if (first === undefined || first === null) return null;
  const what = first.kind === 'tool' ? 'arguments and result' : 'the messages';
  const of = silent.length === 2 ? ' of both' : first === a ? ' of A' : ' of B';
  const begin =
    only === null ? `Unknown whether they differ: ${what}${of} were` : `${capital(what)} were`;
  return <NotRecorded what={begin} conventions={first.conventions} />;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** How many messages came with the call that an earlier one has had. */
function Earlier({ a, b }: { readonly a: PairSide | null; b: PairSide | null }): ReactNode {
  const [countA, countB] = [a?.earlierMessageCount ?? 0, b?.earlierMessageCount ?? 0];
  if (countA + countB === 0) return null;
  const isSame = a === null || b === null || countA === countB;
  const text = isSame
    ? `${formatCount(Math.max(countA, countB))} earlier`
    : `A's ${formatCount(countA)} and B's ${formatCount(countB)} earlier`;
  const noun = isSame && Math.max(countA, countB) === 1 ? 'message is' : 'messages are';
  return (
    <p className={styles.same}>
      {text} {noun} compared at the calls that had them first
    </p>
  );
}
