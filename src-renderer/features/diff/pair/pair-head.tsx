import type { ReactNode } from 'react';

import type { DiffPair, PairSide } from '@contract/diff';
import type { PairKind } from '@domain/diff/alignment';
import { categoryOfKind } from '@domain/facets/facet-kind';
import { formatCount } from '@domain/format';
import type { SpanId, TraceId } from '@domain/units';

import { titleOf } from '../../../lib/span-name';
import { Button } from '../../../ui/button';
import { facetKindLabels } from '../../../ui/facet-kind-labels';
import { IconButton } from '../../../ui/icon-button';
import { CloseIcon } from '../../../ui/icons';
import { KindIcon } from '../../../ui/kind-icon';
import styles from './pair-panel.module.css';

/** How two spans were found to be one step. */
export interface PairMatch {
  readonly kind: PairKind;
  /** From 0 to 1. */
  readonly confidence: number;
}

export interface PairHeadProps {
  readonly pair: DiffPair;
  readonly match: PairMatch | null;
  readonly onClose: () => void;
  readonly onOpenTrace: (traceId: TraceId, spanId: SpanId) => void;
}

/** What the step is, how its spans were matched, and the ways to each of them. */
export function PairHead({ pair, match, onClose, onOpenTrace }: PairHeadProps): ReactNode {
  const { a, b } = pair;
  const side = b ?? a;
  if (side === null) return null;
  const { operation, target, rest } = titleOf(side.name, side.label);
  const isRenamed = a !== null && b !== null && nameOf(a) !== nameOf(b);
  const open = ({ traceId, spanId }: PairSide) => onOpenTrace(traceId, spanId);
  return (
    <header className={styles.head}>
      <KindIcon kind={categoryOfKind(side.kind)} tile />
      <div className="grow">
        <h2 className="ellipsis" title={side.name}>
          <span className={styles.operation}>{operation}</span>
          {isRenamed && <span className={styles.before}>{nameOf(a)} → </span>}
          {target}
          <span className={styles.operation}>{rest}</span>
        </h2>
        <p className={styles.sub}>{subtitle(pair, side, match)}</p>
      </div>
      {a !== null && (
        <Button size="small" onClick={() => open(a)}>
          Open A
        </Button>
      )}
      {b !== null && (
        <Button size="small" onClick={() => open(b)}>
          Open B
        </Button>
      )}
      <IconButton icon={CloseIcon} size="small" label="Close" onClick={onClose} />
    </header>
  );
}

function nameOf({ name, label }: PairSide): string {
  return titleOf(name, label).target;
}

function subtitle({ a, b }: DiffPair, side: PairSide, match: PairMatch | null): string {
  const { agentName, callOf, kind } = side;
  const what = callOf === null ? facetKindLabels[kind] : `LLM call ${formatCount(callOf.number)}`;
  const of = agentName === null || kind === 'agent' ? what : `${agentName}, ${what}`;
  if (a === null || b === null) return `${of}, only in ${a === null ? 'B' : 'A'}`;
  return match === null || match.kind === 'none' ? of : `${of}, ${matchText(match)}`;
}

const matchWords: Readonly<Record<Exclude<PairKind, 'none'>, string>> = {
  same: 'matched as all that was recorded of it is the same',
  aligned: 'matched by place and likeness',
  reordered: 'matched in another order',
  wrapped: 'matched around a span that one side lacks',
  pinned: 'matched by you',
};

/** Below it the user should know. */
const SURE = 0.95;

function matchText({ kind, confidence }: PairMatch): string {
  if (kind === 'none') return '';
  const isSure = kind === 'pinned' || kind === 'same' || confidence >= SURE;
  return isSure ? matchWords[kind] : `${matchWords[kind]}, ${Math.round(confidence * 100)}% sure`;
}
