import type { ReactNode } from 'react';

import type { DiffPair, PairSide } from '@contract/diff';
import { formatUsd } from '@domain/format-cost';
import { formatCount, formatDurationNs, formatOffsetNs } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import styles from './pair-panel.module.css';

interface Column {
  readonly name: string;
  readonly text: (side: PairSide) => string;
  /** Whether any side has it; columns without a figure are left out. */
  readonly isThere: (side: PairSide) => boolean;
}

const columns: readonly Column[] = [
  { name: 'Started', text: ({ startNs }) => formatOffsetNs(startNs), isThere: () => true },
  { name: 'Duration', text: ({ durationNs }) => formatDurationNs(durationNs), isThere: () => true },
  {
    name: 'First token',
    text: ({ timeToFirstTokenNs }) => formatDurationNs(timeToFirstTokenNs ?? Number.NaN),
    isThere: ({ timeToFirstTokenNs }) => timeToFirstTokenNs !== null,
  },
  {
    name: 'Input',
    text: ({ inputTokens }) => countText(inputTokens),
    isThere: ({ inputTokens }) => inputTokens !== null,
  },
  {
    name: 'Output',
    text: ({ outputTokens }) => countText(outputTokens),
    isThere: ({ outputTokens }) => outputTokens !== null,
  },
  { name: 'Cost', text: costText, isThere: ({ costState }) => costState !== 'none' },
  {
    name: 'Error',
    // Its module, e.g. of `google.genai.errors.ServerError`, is in the hint.
    text: ({ isError, errorType }) =>
      isError ? (errorType?.split('.').at(-1) ?? 'failed') : 'none',
    isThere: ({ isError }) => isError,
  },
];

/** The figures of both sides, one below the other. */
export function SideTable({ pair: { a, b } }: { readonly pair: DiffPair }): ReactNode {
  const sides = [a, b].filter((side) => side !== null);
  const shown = columns.filter(({ isThere }) => sides.some(isThere));
  return (
    <table className={styles.sides}>
      <thead>
        <tr>
          <th scope="col">
            <span className="srOnly">Side</span>
          </th>
          {shown.map(({ name }) => (
            <th key={name} scope="col" className="num">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {a !== null && <SideRow side={a} letter="A" shown={shown} />}
        {b !== null && <SideRow side={b} letter="B" shown={shown} />}
      </tbody>
    </table>
  );
}

interface SideRowProps {
  readonly side: PairSide;
  readonly letter: 'A' | 'B';
  readonly shown: readonly Column[];
}

function SideRow({ side, letter, shown }: SideRowProps): ReactNode {
  return (
    <tr>
      <th scope="row">
        <SideBadge letter={letter} />
      </th>
      {shown.map(({ name, text }) => {
        const value = text(side);
        const isError = name === 'Error' && side.isError;
        const isQuiet = value === '—' || value === 'none' || value === 'local';
        return (
          <td
            key={name}
            title={isError ? (side.errorType ?? undefined) : undefined}
            className={classNames('num', isQuiet && 't3', isError && styles.failed)}
          >
            {value}
          </td>
        );
      })}
    </tr>
  );
}

/** The letter of a side, in its colour. */
function SideBadge({ letter }: { readonly letter: 'A' | 'B' }): ReactNode {
  return <span className={classNames(styles.badge, styles[`badge${letter}`])}>{letter}</span>;
}

function countText(count: number | null): string {
  return count === null ? '—' : formatCount(count);
}

function costText({ costUsd, costState }: PairSide): string {
  if (costState === 'local') return 'local';
  return costUsd === null ? '—' : formatUsd(costUsd);
}
