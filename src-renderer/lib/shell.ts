import type { OtelierShell } from '@contract/shell-api';

declare global {
  interface Window {
    /** Put there by the preload; missing only where the page is opened outside the app. */
    readonly otelier?: OtelierShell;
  }
}

/**
 * The way to the shell: dialogs, clipboard, settings and the engine's port.
 * @throws Error where the page runs outside the app's window
 */
export function shell(): OtelierShell {
  const api = window.otelier;
  if (api === undefined) {
    throw new Error('This page works only inside the Otelier app. Start it with npm start.');
  }
  return api;
}

/** Whether keys are named as on macOS (⌘) and the window's buttons stand at the left. */
export function isMac(): boolean {
  return window.otelier?.platform === 'darwin';
}
