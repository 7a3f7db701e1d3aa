import { useState, type ReactNode } from 'react';

import { tolerancesSentence } from '@domain/diff/figure-words';
import { defaultTolerances, type Tolerances } from '@domain/diff/tolerances';

import { useCommands } from '../../../lib/keyboard';
import { Button } from '../../../ui/button';
import { SettingsIcon } from '../../../ui/icons';
import { Popover } from '../../../ui/popover';
import { TextField } from '../../../ui/text-field';
import { saveTolerances, useTolerances } from '../use-tolerances';
import styles from './tolerances-control.module.css';

interface Field {
  readonly key: keyof Tolerances;
  readonly label: string;
  readonly unit: '%' | 'ms';
  readonly max: number;
}

const fields: readonly Field[] = [
  { key: 'durationShare', label: 'Time', unit: '%', max: 100 },
  { key: 'durationNs', label: 'Time, at least', unit: 'ms', max: 3_600_000 },
  { key: 'tokensShare', label: 'Tokens', unit: '%', max: 100 },
  { key: 'costShare', label: 'Cost', unit: '%', max: 100 },
];

/** What stored values are shown as: shares as percent, nanoseconds as milliseconds. */
const factors = { '%': 0.01, ms: 1e6 } as const;

/** What differences count as chance, to be seen and changed. It holds for every comparison. */
export function TolerancesControl(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const tolerances = useTolerances();
  useCommands({ 'compare.tolerances': () => setOpen(true) });
  const isDefault = fields.every(({ key }) => tolerances[key] === defaultTolerances[key]);
  return (
    <Popover
      title="What counts as chance"
      open={isOpen}
      onOpen={setOpen}
      trigger={
        <Button
          variant="ghost"
          size="small"
          icon={SettingsIcon}
          title={tolerancesSentence(tolerances)}
        >
          Tolerances
        </Button>
      }
    >
      <p className="small t3">
        Differences up to these stay grey, here and in reports. Shares are of the greater value.
      </p>
      {fields.map((field) => (
        <ToleranceField
          key={field.key}
          field={field}
          value={tolerances[field.key]}
          onSave={(value) => saveTolerances({ ...tolerances, [field.key]: value })}
        />
      ))}
      <div className={styles.foot}>
        <Button size="small" disabled={isDefault} onClick={() => saveTolerances(defaultTolerances)}>
          Reset
        </Button>
      </div>
    </Popover>
  );
}

interface ToleranceFieldProps {
  readonly field: Field;
  /** As it is stored. */
  readonly value: number;
  readonly onSave: (value: number) => void;
}

/** A number, saved as soon as it is one. */
function ToleranceField({ field, value, onSave }: ToleranceFieldProps): ReactNode {
  const { label, unit, max } = field;
  const shown = Number((value / factors[unit]).toFixed(3));
  const [text, setText] = useState(String(shown));
  const [saved, setSaved] = useState(shown);
  if (saved !== shown) {
    setSaved(shown);
    if (Number(text) !== shown) setText(String(shown));
  }
  const typed = numberOf(text, max);
  const change = (next: string): void => {
    setText(next);
    const number = numberOf(next, max);
    if (number !== null) onSave(Number((number * factors[unit]).toPrecision(12)));
  };
  return (
    <div className={styles.row}>
      <span>{label}</span>
      <TextField
        label={`${label}, ${unit === '%' ? 'percent' : 'milliseconds'}`}
        value={text}
        onChange={change}
        inputMode="decimal"
        error={typed === null ? `A number from 0 to ${max}` : ''}
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
    </div>
  );
}

function numberOf(text: string, max: number): number | null {
  const number = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !(number >= 0 && number <= max) ? null : number;
}
