import { useState, type ReactNode } from 'react';

import type { Tolerances } from '@domain/diff/tolerances';

import { TextField } from './text-field';
import styles from './tolerance-field.module.css';

export interface ToleranceFacts {
  readonly key: keyof Tolerances;
  readonly title: string;
  readonly unit: '%' | 'ms';
  readonly max: number;
}

/** Those that can be set, in the order in which they are shown. */
export const toleranceFields: readonly ToleranceFacts[] = [
  { key: 'durationShare', title: 'Time', unit: '%', max: 100 },
  { key: 'durationNs', title: 'Time, at least', unit: 'ms', max: 3_600_000 },
  { key: 'tokensShare', title: 'Tokens', unit: '%', max: 100 },
  { key: 'costShare', title: 'Cost', unit: '%', max: 100 },
];

/** What stored values are shown as: shares as percent, nanoseconds as milliseconds. */
const factors = { '%': 0.01, ms: 1e6 } as const;

export interface ToleranceFieldProps {
  readonly facts: ToleranceFacts;
  /** As it is stored. */
  readonly value: number;
  readonly onSave: (value: number) => void;
}

/** A number, saved as soon as it is one. Arrows step it. */
export function ToleranceField({ facts, value, onSave }: ToleranceFieldProps): ReactNode {
  const { title, unit, max } = facts;
  const shown = Number((value / factors[unit]).toFixed(3));
  const [text, setText] = useState(String(shown));
  const [saved, setSaved] = useState(shown);
  if (saved !== shown) {
    setSaved(shown);
    if (numberOf(text, max) !== shown) setText(String(shown));
  }
  const typed = numberOf(text, max);
  const problem = typed === null ? `A number from 0 to ${max}.` : '';
  const change = (next: string): void => {
    setText(next);
    const number = numberOf(next, max);
    // Without the error of binary fractions: 7% is 0.07.
    if (number !== null) onSave(Number((number * factors[unit]).toPrecision(12)));
  };
  return (
    <TextField
      label={`${title}, ${unit === '%' ? 'percent' : 'milliseconds'}`}
      value={text}
      onChange={change}
      inputMode="decimal"
      error={problem}
      title={problem}
      trailing={<span className="small t3">{unit}</span>}
      fieldClassName={styles.field ?? ''}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
        if (by === 0) return;
        event.preventDefault();
        change(String(Math.min(max, Math.max(0, (typed ?? shown) + by))));
      }}
      // What is no number is not kept.
      onBlur={() => typed === null && setText(String(shown))}
    />
  );
}

/** Null for what is none, or is out of bounds. */
function numberOf(text: string, max: number): number | null {
  const plain = text.trim().replace(',', '.');
  const number = Number(plain);
  return plain === '' || !(number >= 0 && number <= max) ? null : number;
}
