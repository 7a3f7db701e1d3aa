import { useState, type ReactNode } from 'react';

import { tolerancesSentence } from '@domain/diff/figure-words';
import { defaultTolerances } from '@domain/diff/tolerances';

import { useCommands } from '../../../lib/keyboard';
import { Button } from '../../../ui/button';
import { SettingsIcon } from '../../../ui/icons';
import { Popover } from '../../../ui/popover';
import { ToleranceField, toleranceFields } from '../../../ui/tolerance-field';
import { useTolerances } from '../../../stores/tolerances';
import { saveTolerances } from '../save-tolerances';
import styles from './tolerances-control.module.css';

/** What differences count as chance, to be seen and changed. It holds for every comparison. */
export function TolerancesControl(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const tolerances = useTolerances();
  useCommands({ 'compare.tolerances': () => setOpen(true) });
  const isDefault = toleranceFields.every(({ key }) => tolerances[key] === defaultTolerances[key]);
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
      {toleranceFields.map((facts) => (
        <div key={facts.key} className={styles.row}>
          <span>{facts.title}</span>
          <ToleranceField
            facts={facts}
            value={tolerances[facts.key]}
            onSave={(value) => saveTolerances({ [facts.key]: value })}
          />
        </div>
      ))}
      <div className={styles.foot}>
        <Button size="small" disabled={isDefault} onClick={() => saveTolerances(defaultTolerances)}>
          Reset
        </Button>
      </div>
    </Popover>
  );
}
