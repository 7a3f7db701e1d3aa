import { useState } from 'react';

import { defaultSettings } from '@contract/default-settings';

import { saveSettings, useSettings } from '../stores/settings';

const MIN_PX = 320;

export interface PanelWidth {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly defaultValue: number;
  readonly onChange: (width: number) => void;
  readonly onCommit: (width: number) => void;
}

/** A side panel's width: from the settings, while dragged from the pointer; half the window at most. */
export function usePanelWidth(setting: 'inspectorWidth' | 'pairPanelWidth'): PanelWidth {
  const saved = (useSettings() ?? defaultSettings)[setting];
  const [dragged, setDragged] = useState<{ readonly from: number; readonly width: number } | null>(
    null,
  );
  const max = Math.max(MIN_PX, Math.round(window.innerWidth / 2));
  const value = dragged !== null && dragged.from === saved ? dragged.width : saved;
  return {
    value: Math.max(MIN_PX, Math.min(max, value)),
    min: MIN_PX,
    max,
    defaultValue: defaultSettings[setting],
    onChange: (width) => setDragged({ from: saved, width }),
    onCommit: (width) => void saveSettings({ [setting]: width }),
  };
}
