import type { ReactNode } from 'react';

import type { CallError } from '@contract/errors';
import type { Settings } from '@contract/settings';

import { changeSettings } from '../../stores/settings';
import { showToast } from '../../ui/toast';
import { ToleranceField, toleranceFields } from '../../ui/tolerance-field';
import { Row, Section } from './section';

/** What differences of two runs are taken for chance. */
export function CompareSection({ settings }: { readonly settings: Settings }): ReactNode {
  const { tolerances } = settings;
  return (
    <Section id="compare" title="Compare" note="differences up to these count as chance">
      {toleranceFields.map((facts) => (
        <Row key={facts.key} title={facts.title} hint={hints[facts.unit]}>
          <ToleranceField
            facts={facts}
            value={tolerances[facts.key]}
            onSave={(value) => save({ [facts.key]: value })}
          />
        </Row>
      ))}
    </Section>
  );
}

const hints = { '%': 'of the greater value', ms: 'shorter differences never count' } as const;

function save(changes: Partial<Settings['tolerances']>): void {
  changeSettings(({ tolerances }) => ({ tolerances: { ...tolerances, ...changes } })).catch(
    (error: CallError) => showToast({ status: 'error', message: error.message }),
  );
}
