import type { Settings } from '@contract/settings';

export type Theme = 'light' | 'dark';

const prefersDark = () => window.matchMedia('(prefers-color-scheme: dark)');

/** The theme a setting means just now. */
export function resolveTheme(setting: Settings['theme']): Theme {
  if (setting !== 'system') return setting;
  return prefersDark().matches ? 'dark' : 'light';
}

/** Writes theme and row height on the page; the tokens follow. */
export function applyAppearance(settings: Pick<Settings, 'theme' | 'density'>): void {
  const root = document.documentElement;
  root.dataset['theme'] = resolveTheme(settings.theme);
  root.dataset['density'] = settings.density;
}

/** Calls the listener when the system switches between light and dark; returns how to stop. */
export function onSystemThemeChange(listener: () => void): () => void {
  const query = prefersDark();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
