import { nativeTheme } from 'electron';

import type { Settings } from '@contract/settings';

export type ResolvedTheme = 'dark' | 'light';

/** Colours the system paints; tokens `--bg-app` and `--text-2` of the window's style sheet. */
export const windowColours: Readonly<
  Record<ResolvedTheme, { readonly background: string; readonly symbols: string }>
> = {
  dark: { background: '#0a0b0d', symbols: '#b0b5c0' },
  light: { background: '#eff0f3', symbols: '#474d59' },
};

/** Makes the choice hold for menus, dialogs and the window's `prefers-color-scheme`. */
export function applyTheme(choice: Settings['theme']): void {
  nativeTheme.themeSource = choice;
}

export function resolvedTheme(): ResolvedTheme {
  return nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
}

/** Calls the listener when the user or the system switches; returns what ends that. */
export function onThemeChange(listener: (theme: ResolvedTheme) => void): () => void {
  const onUpdated = () => listener(resolvedTheme());
  nativeTheme.on('updated', onUpdated);
  return () => void nativeTheme.off('updated', onUpdated);
}
