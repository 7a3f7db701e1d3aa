import { create } from 'zustand';

import type { Settings } from '@contract/settings';

import { shell } from '../lib/shell';
import { applyAppearance, onSystemThemeChange } from '../lib/theme';

interface SettingsStore {
  /** Null until the shell has answered. */
  readonly settings: Settings | null;
}

const useSettingsStore = create<SettingsStore>(() => ({ settings: null }));

/** The settings; null in the first moments of the window. */
export function useSettings(): Settings | null {
  return useSettingsStore((store) => store.settings);
}

/** The settings as they are now, for what is not drawn; null in the first moments of the window. */
export function currentSettings(): Settings | null {
  return useSettingsStore.getState().settings;
}

/** Saves some settings; the shell answers with all of them. */
export async function saveSettings(changes: Partial<Settings>): Promise<Settings> {
  const settings = await shell().invoke('settings.set', changes);
  take(settings);
  return settings;
}

let lastChange: Promise<unknown> = Promise.resolve();

/**
 * Saves what follows from the settings as they are once every change before it is saved: for lists
 * that are saved as a whole, of which else the later one of two quick changes would be all there is.
 */
export function changeSettings(
  change: (settings: Settings) => Partial<Settings>,
): Promise<Settings> {
  const saved = lastChange.then(async () => {
    const settings = currentSettings() ?? (await shell().invoke('settings.get', {}));
    return saveSettings(change(settings));
  });
  lastChange = saved.catch(() => undefined);
  return saved;
}

/** Reads the settings, follows their changes and paints by them. Returns how to stop. */
export function followSettings(): () => void {
  const stops = [
    shell().on('settingsChanged', take),
    onSystemThemeChange(() => {
      const { settings } = useSettingsStore.getState();
      if (settings !== null) applyAppearance(settings);
    }),
  ];
  void shell().invoke('settings.get', {}).then(take);
  return () => {
    for (const stop of stops) stop();
  };
}

function take(settings: Settings): void {
  applyAppearance(settings);
  useSettingsStore.setState({ settings });
}
