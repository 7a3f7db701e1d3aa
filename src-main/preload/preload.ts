/**
 * The bridge between the sandboxed window and the shell. It exposes `OtelierShell` and
 * passes the engine's port on; nothing else. Everything here is type imports and channel
 * names, so that the bundled file stays a few kilobytes.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';

import type { OtelierShell, ShellEventName } from '@contract/shell-api';
import { shellChannels, type EnginePortMessage, type ShellReply } from '@contract/shell-wire';

/** Listeners get what an event of their name carries; here it is just passed on. */
type Listener = (payload: unknown) => void;

const listeners = new Map<ShellEventName, Set<Listener>>();

const shell: Omit<OtelierShell, 'invoke' | 'on'> & {
  invoke(method: string, params: unknown): Promise<unknown>;
  on(event: ShellEventName, listener: Listener): () => void;
} = {
  platform: platform(),
  appVersion: argument('otelier-version'),
  electronVersion: process.versions['electron'] ?? '',
  async invoke(method, params) {
    const reply = (await ipcRenderer.invoke(shellChannels.call, method, params)) as ShellReply;
    // The bridge copies plain data whole, but of an `Error` only its text.
    return reply.ok ? reply.value : Promise.reject(reply.error);
  },
  on(event, listener) {
    const known = listeners.get(event) ?? new Set();
    listeners.set(event, known.add(listener));
    ipcRenderer.send(shellChannels.listen, event);
    return () => known.delete(listener);
  },
  pathsOf(files) {
    const paths = files.map(pathOf).filter((path) => path !== '');
    if (paths.length > 0) ipcRenderer.send(shellChannels.droppedPaths, paths);
    return paths;
  },
};

contextBridge.exposeInMainWorld('otelier', shell);

ipcRenderer.on(shellChannels.event, (_event, name: ShellEventName, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

ipcRenderer.on(shellChannels.enginePort, (event, message: EnginePortMessage) => {
  window.postMessage(message, window.location.origin, event.ports);
});

// The shell sets Chromium's colour scheme to the chosen theme, so it holds for the first
// paint of every load and whenever the system or the user switches. The parser has not yet
// made the page's root here; the observer hears of it before anything is painted.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
dark.addEventListener('change', applyTheme);
new MutationObserver(applyTheme).observe(document, { childList: true });
applyTheme();

function applyTheme(): void {
  const root: HTMLElement | null = document.documentElement;
  if (root !== null) root.dataset['theme'] = dark.matches ? 'dark' : 'light';
}

function platform(): OtelierShell['platform'] {
  const { platform } = process;
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux';
}

/** Value of `--name=value` among the arguments the shell gave this window. */
function argument(name: string): string {
  const prefix = `--${name}=`;
  return process.argv.find((arg) => arg.startsWith(prefix))?.slice(prefix.length) ?? '';
}

/**
 * Path of a file that was dropped or chosen; '' for anything else. Electron before 29 has no
 * `webUtils`; its files carry their path, as any object the page makes up can.
 */
function pathOf(file: unknown): string {
  if (!(file instanceof File)) return '';
  const utils: typeof webUtils | undefined = webUtils;
  if (utils !== undefined) return utils.getPathForFile(file);
  return (file as { readonly path?: string }).path ?? '';
}
