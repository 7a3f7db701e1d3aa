import type { ReactNode } from 'react';

import type { CostBreakdown } from '@contract/facets';
import type { Usage } from '@domain/facets/span-facets';
import { formatCount } from '@domain/format';
import { formatUsd } from '@domain/format-cost';

import { ProvenanceHint } from './provenance-hint';
import styles from './token-bar.module.css';
import { costLabel, tokenSegments, totalTokens, type TokenSegment } from './token-segments';

export interface TokenBarProps {
  readonly usage: Usage;
  readonly cost: CostBreakdown;
  /** One line below, e.g. where these tokens are counted. */
  readonly note?: ReactNode;
}

/** Tokens of a call as parts of a whole, with what each part cost. */
export function TokenBar({ usage, cost, note }: TokenBarProps): ReactNode {
  const segments = tokenSegments(usage, cost);
  const total = totalTokens(usage);
  const label = segments.map(({ tokens, name }) => `${formatCount(tokens)} ${name.toLowerCase()}`);
  const [left, right] = [
    segments.filter(({ side }) => side === 'input'),
    segments.filter(({ side }) => side === 'output'),
  ];
  return (
    <div className={styles.tokens}>
      <div
        role="img"
        aria-label={`Tokens: ${label.join(', ')}`}
        title={label.join(', ')}
        className={styles.bar}
      >
        {segments.map(({ id, tokens }) => (
          <i key={id} className={styles[id]} style={{ flexGrow: tokens }} />
        ))}
      </div>
      <div className={styles.figures}>
        <dl className={styles.column}>{left.map(row)}</dl>
        <dl className={styles.column}>{right.map(row)}</dl>
        <div className={styles.sum}>
          <b title="Total tokens">{total === null ? '—' : formatCount(total)}</b>
          <ProvenanceHint field="reportedCost">
            <b title="Total cost">{costLabel(cost)}</b>
          </ProvenanceHint>
        </div>
      </div>
      {note !== undefined && <p className={styles.note}>{note}</p>}
    </div>
  );
}

function row({ id, name, tokens, usd, field }: TokenSegment): ReactNode {
  return (
    <div key={id} className={styles.row}>
      <dt>
        <i className={`${styles.swatch} ${styles[id]}`} />
        {name}
      </dt>
      <dd>
        <ProvenanceHint field={field}>{formatCount(tokens)}</ProvenanceHint>
      </dd>
      <dd className={styles.cost}>{usd === null ? '' : formatUsd(usd)}</dd>
    </div>
  );
}
