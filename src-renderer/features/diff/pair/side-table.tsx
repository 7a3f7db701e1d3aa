import type { ReactNode } from 'react';

import type { DiffPair, PairSide } from '@contract/diff';
import type { Quantity } from '@domain/diff/tolerances';
import { formatUsd } from '@domain/format-cost';
import { formatCount, formatDurationNs, formatOffsetNs } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import { useComparePreferences } from '../compare-preferences';
import { changeOf } from '../tone-of';
import { useTolerances } from '../../../stores/tolerances';
import styles from './pair-panel.module.css';

/** Of a span in its trace, in nanoseconds; NaN where not known. */
export interface SideTimes {
  /** Not covered by children. */
  readonly selfNs: number;
  /** On the critical path, with what is within it. */
  readonly pathNs: number;
}

export interface PairTimes {
  readonly a: SideTimes;
  readonly b: SideTimes;
}

type Side = PairSide & SideTimes;

interface Column {
  readonly name: string;
  readonly text: (side: Side) => string;
  /** Whether any side has it; columns without a figure are left out. */
  readonly isThere: (side: Side) => boolean;
  /** To tell the change; left out where nothing is to be subtracted. */
  readonly value?: (side: Side) => number | null;
  readonly quantity?: Quantity;
}

const columns: readonly Column[] = [
  { name: 'Started', text: ({ startNs }) => formatOffsetNs(startNs), isThere: () => true },
  { ...timeColumn('Duration', ({ durationNs }) => durationNs), isThere: () => true },
  timeColumn('First token', ({ timeToFirstTokenNs }) => timeToFirstTokenNs),
  tokenColumn('Input', ({ inputTokens }) => inputTokens),
  tokenColumn('Output', ({ outputTokens }) => outputTokens),
  {
    name: 'Cost',
    text: costText,
    isThere: ({ costState }) => costState !== 'none',
    value: ({ costUsd, costState }) => (costState === 'unknown' ? null : costUsd),
    quantity: 'cost',
  },
  {
    name: 'Error',
    // Its module, e.g. of `google.genai.errors.ServerError`, is in the hint.
    text: ({ isError, errorType }) =>
      isError ? (errorType?.split('.').at(-1) ?? 'failed') : 'none',
    isThere: ({ isError }) => isError,
  },
];

const moreColumns: readonly Column[] = [
  timeColumn('Self', ({ selfNs }) => selfNs),
  timeColumn('Critical path', ({ pathNs }) => pathNs),
  tokenColumn('From cache', ({ cacheReadTokens }) => cacheReadTokens),
  tokenColumn('Into cache', ({ cacheWriteTokens }) => cacheWriteTokens),
  tokenColumn('Reasoning', ({ reasoningTokens }) => reasoningTokens),
  {
    name: 'Finish',
    text: ({ finishReason }) => finishReason ?? '—',
    isThere: ({ finishReason }) => finishReason !== null,
  },
  {
    name: 'Attempt',
    text: ({ attempt }) => (attempt === null ? '1' : `${attempt.number} of ${attempt.total}`),
    isThere: ({ attempt }) => attempt !== null,
  },
];

type Value = (side: Side) => number | null;

function timeColumn(name: string, value: Value): Column {
  return {
    name,
    text: (side) => formatDurationNs(value(side) ?? Number.NaN),
    isThere: (side) => !Number.isNaN(value(side) ?? Number.NaN),
    value,
    quantity: 'time',
  };
}

function tokenColumn(name: string, value: Value): Column {
  return {
    name,
    text: (side) => countText(value(side)),
    isThere: (side) => value(side) !== null,
    value,
    quantity: 'tokens',
  };
}

export interface SideTableProps {
  readonly pair: DiffPair;
  readonly times: PairTimes | undefined;
}

const noTimes: SideTimes = { selfNs: Number.NaN, pathNs: Number.NaN };

/** The figures of both sides, one below the other; more of them where the reader asked. */
export function SideTable({ pair, times }: SideTableProps): ReactNode {
  const showsMore = useComparePreferences(({ showsMoreFigures }) => showsMoreFigures);
  const a = pair.a === null ? null : { ...pair.a, ...(times?.a ?? noTimes) };
  const b = pair.b === null ? null : { ...pair.b, ...(times?.b ?? noTimes) };
  return (
    <>
      <Figures a={a} b={b} columns={columns} />
      {showsMore && <Figures a={a} b={b} columns={moreColumns} />}
    </>
  );
}

interface FiguresProps {
  readonly a: Side | null;
  readonly b: Side | null;
  readonly columns: readonly Column[];
}

function Figures({ a, b, columns: all }: FiguresProps): ReactNode {
  const sides = [a, b].filter((side) => side !== null);
  const shown = all.filter(({ isThere }) => sides.some(isThere));
  if (shown.length === 0) return null;
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
        {a !== null && b !== null && <ChangeRow a={a} b={b} shown={shown} />}
      </tbody>
    </table>
  );
}

interface SideRowProps {
  readonly side: Side;
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

interface ChangeRowProps {
  readonly a: Side;
  readonly b: Side;
  readonly shown: readonly Column[];
}

/** How much B is above or below A; grey within the tolerance. */
function ChangeRow({ a, b, shown }: ChangeRowProps): ReactNode {
  const tolerances = useTolerances();
  return (
    <tr>
      <th scope="row">
        <span className="srOnly">Change</span>
        <span aria-hidden="true" className={classNames(styles.badge, 't3')}>
          Δ
        </span>
      </th>
      {shown.map(({ name, value, quantity }) => {
        const [before, after] = [value?.(a) ?? null, value?.(b) ?? null];
        const { text, tone } = changeOf(quantity ?? 'count', before, after, tolerances);
        return (
          <td key={name} className={classNames('num', tone)}>
            {text}
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
