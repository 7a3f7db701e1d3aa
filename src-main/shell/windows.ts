import { join } from 'node:path';

import {
  app,
  BrowserWindow,
  screen,
  type BrowserWindowConstructorOptions,
  type WebContents,
} from 'electron';

import { onThemeChange, resolvedTheme, windowColours, type ResolvedTheme } from './theme';
import { minimumSize, placeWindow, readWindowState, writeWindowState } from './window-state';

export interface MainWindowOptions {
  /** Where position and size are kept. */
  readonly stateFile: string;
  /** Page to show. */
  readonly url: string;
  /** Addresses the page may load itself anew from; none but in development. */
  readonly mayNavigate: (address: string) => boolean;
  readonly warn: (sentence: string) => void;
}

/** Height of the title bar the page draws (design: 40) without its lower line. */
const titleBarHeight = 39;
const saveDelayMs = 400;

/** Opens the window, shown as soon as it has painted in the right theme. */
export function createMainWindow(options: MainWindowOptions): BrowserWindow {
  const { stateFile, url, mayNavigate, warn } = options;
  const state = readWindowState(stateFile);
  const theme = resolvedTheme();
  const window = new BrowserWindow({
    ...placeWindow(state.bounds, workAreas()),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: app.getName(),
    backgroundColor: windowColours[theme].background,
    ...titleBar(theme),
    webPreferences: {
      preload: join(__dirname, '../preload/preload.cjs'),
      additionalArguments: [`--otelier-version=${app.getVersion()}`],
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  if (state.maximised) window.maximize();
  denyNavigation(window.webContents, mayNavigate);
  keepState(window, stateFile, warn);
  keepColours(window);
  window.once('ready-to-show', () => window.show());
  void window
    .loadURL(url)
    .catch((error: unknown) => warn(`the page did not load: ${String(error)}`));
  return window;
}

/**
 * Electron draws the window buttons over the page: on macOS and Windows always, on Linux
 * since version 32. Where it cannot, the system's own frame is better than none.
 */
function titleBar(theme: ResolvedTheme): BrowserWindowConstructorOptions {
  if (process.platform === 'darwin') {
    return {
      titleBarStyle: 'hiddenInset',
      trafficLightPosition: { x: 14, y: 13 },
      titleBarOverlay: { height: titleBarHeight },
    };
  }
  if (!hasOverlay()) return { autoHideMenuBar: true };
  return { titleBarStyle: 'hidden', titleBarOverlay: overlay(theme) };
}

function hasOverlay(): boolean {
  const major = Number.parseInt(process.versions.electron, 10);
  return process.platform === 'win32' || (process.platform === 'linux' && major >= 32);
}

function overlay(theme: ResolvedTheme): Electron.TitleBarOverlay {
  const { background, symbols } = windowColours[theme];
  return { color: background, symbolColor: symbols, height: titleBarHeight };
}

function keepColours(window: BrowserWindow): void {
  const end = onThemeChange((theme) => {
    window.setBackgroundColor(windowColours[theme].background);
    if (hasOverlay()) window.setTitleBarOverlay(overlay(theme));
  });
  window.once('closed', end);
}

/** The page never leaves the app: links are opened by the shell, in the browser. */
function denyNavigation(contents: WebContents, mayNavigate: (address: string) => boolean): void {
  const deny = (event: { readonly url?: string; preventDefault(): void }) => {
    if (event.url === undefined || !mayNavigate(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', deny);
  contents.on('will-redirect', deny);
  contents.on('will-frame-navigate', deny);
  contents.on('will-attach-webview', deny);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

function keepState(
  window: BrowserWindow,
  stateFile: string,
  warn: (sentence: string) => void,
): void {
  let timer: NodeJS.Timeout | null = null;
  const save = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    try {
      const bounds = window.getNormalBounds();
      writeWindowState(stateFile, { bounds, maximised: window.isMaximized() });
    } catch (error) {
      warn(`the window's position was not saved: ${String(error)}`);
    }
  };
  const saveSoon = () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(save, saveDelayMs);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
  window.on('closed', () => timer !== null && clearTimeout(timer));
}

function workAreas(): [Electron.Rectangle, ...Electron.Rectangle[]] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return [primary.workArea, ...others.map((display) => display.workArea)];
}
