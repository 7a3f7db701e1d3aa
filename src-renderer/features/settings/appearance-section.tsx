import type { ReactNode } from 'react';

import type { CallError } from '@contract/errors';
import type { Settings } from '@contract/settings';

import { saveSettings } from '../../stores/settings';
import { Segmented, type SegmentedOption } from '../../ui/segmented';
import { showToast } from '../../ui/toast';
import { Row, Section } from './section';

const themes: readonly SegmentedOption<Settings['theme']>[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'System' },
];

const densities: readonly SegmentedOption<Settings['density']>[] = [
  { value: 'compact', label: '24' },
  { value: 'default', label: '28' },
  { value: 'roomy', label: '32' },
];

/** How the window looks. */
export function AppearanceSection({ settings }: { readonly settings: Settings }): ReactNode {
  return (
    <Section id="appearance" title="Appearance">
      <Row title="Theme">
        <Segmented
          label="Theme"
          options={themes}
          value={settings.theme}
          onChange={(theme) => save({ theme })}
        />
      </Row>
      <Row title="Row height" hint="in lists and the waterfall, in pixels">
        <Segmented
          label="Row height"
          options={densities}
          value={settings.density}
          onChange={(density) => save({ density })}
        />
      </Row>
    </Section>
  );
}

function save(changes: Partial<Settings>): void {
  saveSettings(changes).catch((error: CallError) =>
    showToast({ status: 'error', message: error.message }),
  );
}
