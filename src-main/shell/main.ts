/**
 * The shell: Electron's main process. It owns the window, the menu, dialogs, settings and
 * the life of the engine process, and never touches the database.
 */
import { join } from 'node:path';

import { app, session, type BrowserWindow, type MessagePortMain } from 'electron';

import type { CommandId } from '@contract/commands';
import type { ReceiverStatus } from '@contract/receiver-status';
import { shellChannels } from '@contract/shell-wire';

import { appUrl } from './app-address';
import { registerAppScheme, serveApp } from './app-protocol';
import { createEngineHost } from './engine-host';
import { startEngineProcess } from './engine-process';
import { createFileAccess } from './file-access';
import { serveIpc } from './ipc';
import {
  environmentPorts,
  LaunchError,
  readLaunchOptions,
  withLaunchPorts,
  type LaunchOptions,
} from './launch-options';
import { logger, startLog } from './log';
import { setMenu } from './menu';
import { pathsOnCommandLine } from './open-paths';
import { watchPage } from './page-watch';
import { createRendererEvents } from './renderer-events';
import { secureSession } from './session-security';
import { openSettingsStore } from './settings-store';
import { createShellHandlers } from './shell-handlers';
import { handedOverLine, readyLine } from './terminal-lines';
import { applyTheme } from './theme';
import { createMainWindow } from './windows';

/** What a second start tells the first one. */
interface SecondStart {
  readonly argv: readonly string[];
  readonly cwd: string;
}

const launch = launchOptions();

// Before anything else, since Chromium keeps its own files and the instance lock there.
if (launch.dataDir !== null) app.setPath('userData', launch.dataDir);
registerAppScheme();
// Root cannot have Chromium's sandbox; asking for it all the same would end every process.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

const thisStart: SecondStart = { argv: process.argv, cwd: process.cwd() };
if (app.requestSingleInstanceLock(thisStart)) run();
else leaveToFirst();

function run(): void {
  const dataDir = app.getPath('userData');
  startLog(dataDir, { toTerminal: !app.isPackaged });
  const log = logger('shell');
  const warn = (sentence: string) => log('warn', sentence);

  const settings = openSettingsStore(join(dataDir, 'settings.json'), warn);
  const settingsAtStart = settings.get();
  const files = createFileAccess([dataDir]);
  let window: BrowserWindow | null = null;

  const events = createRendererEvents((event, payload) => {
    window?.webContents.send(shellChannels.event, event, payload);
  });
  const engine = createEngineHost<MessagePortMain>({
    startProcess: (listener) => startEngineProcess(join(__dirname, 'engine.js'), listener),
    config: () => ({
      dataDir,
      samplesDir: join(resourcesDir(), 'samples'),
      pricesFile: join(resourcesDir(), 'prices.json'),
      appVersion: app.getVersion(),
      settings: withLaunchPorts(settings.get(), settingsAtStart, launch),
      sqliteBinding: launch.sqliteBinding,
    }),
    onState: (state) => events.send('engineState', state),
    onReady: sayOnce((receiver: ReceiverStatus) => readyLine(receiver, dataDir)),
    log: logger('engine'),
    nowMs: () => performance.now(),
  });

  const ending = endInGoodOrder(() => engine.stop());

  function openWindow(): void {
    const opened = createMainWindow({
      stateFile: join(dataDir, 'window-state.json'),
      url: launch.devServerUrl ?? appUrl,
      // The development server reloads the page when a module cannot be replaced.
      mayNavigate: (address) => launch.devServerUrl !== null && isOwnPage(address),
      warn,
    });
    watchPage(opened, logger('page'));
    opened.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) events.onPageGone();
    });
    opened.once('closed', () => {
      window = null;
      events.onPageGone();
    });
    window = opened;
  }

  /** Brings the window to the front, opening it where there is none. */
  function showWindow(): void {
    if (!app.isReady() || ending.hasBegun()) return;
    if (window === null) return openWindow();
    if (window.isMinimized()) window.restore();
    window.focus();
  }

  function openPaths(paths: readonly string[]): void {
    if (paths.length === 0) return;
    files.allow(paths);
    events.send('openPaths', paths);
  }

  function onCommand(id: CommandId): void {
    events.send('command', id);
    showWindow();
  }

  openPaths(pathsOnCommandLine({ ...thisStart, appPath: appPathArgument() }));
  app.on('second-instance', (_event, _argv, _cwd, start) => {
    openPaths(pathsOnCommandLine({ ...(start as SecondStart), appPath: appPathArgument() }));
    showWindow();
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openPaths([path]);
    showWindow();
  });
  app.on('activate', showWindow);
  app.on('window-all-closed', () => {
    // On macOS the app and its receiver go on without a window.
    if (process.platform !== 'darwin') app.quit();
  });

  settings.onChange((changed) => {
    applyTheme(changed.theme);
    setMenu(changed.theme, onCommand);
    engine.applySettings(withLaunchPorts(changed, settingsAtStart, launch));
    events.send('settingsChanged', changed);
  });

  void app.whenReady().then(() => {
    log('info', `Otelier ${app.getVersion()} on Electron ${process.versions.electron}`);
    engine.start();
    secureSession(session.defaultSession, launch.devServerUrl);
    serveApp(session.defaultSession, join(__dirname, '../renderer'));
    applyTheme(settings.get().theme);
    setMenu(settings.get().theme, onCommand);
    serveIpc({
      window: () => window,
      isOwnPage,
      handlers: createShellHandlers({
        window: () => window,
        dataDir,
        settings,
        environmentPorts: () => environmentPorts(settings.get(), settingsAtStart, launch),
        engine,
        files,
      }),
      onListen: (event) => events.onListen(event),
      onDroppedPaths: (paths) => files.allow(paths),
      log,
    });
    openWindow();
  });
}

/** Ends the app with one line where its command line cannot be meant. */
function launchOptions(): LaunchOptions {
  const { argv, env } = process;
  try {
    return readLaunchOptions({ argv, env, cwd: process.cwd(), packaged: app.isPackaged });
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    process.stderr.write(`otelier: ${error.message}\n`);
    return process.exit(2);
  }
}

/** The end of a start that found the app open: the files went to that one with the lock. */
function leaveToFirst(): void {
  const files = pathsOnCommandLine({ ...thisStart, appPath: appPathArgument() });
  process.stdout.write(`${handedOverLine(files.length)}\n`);
  app.quit();
}

/** Writes a line on the terminal, the first time it is called. */
function sayOnce<T>(line: (value: T) => string): (value: T) => void {
  let isSaid = false;
  return (value) => {
    if (!isSaid) process.stdout.write(`${line(value)}\n`);
    isSaid = true;
  };
}

/** Whether an address is the app's own page: built, or on the development server. */
function isOwnPage(address: string): boolean {
  const { devServerUrl } = launch;
  return address.startsWith(devServerUrl === null ? appUrl : `${new URL(devServerUrl).origin}/`);
}

function resourcesDir(): string {
  return app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources');
}

/** Unpackaged, the app's folder is itself on the command line. */
function appPathArgument(): string | null {
  return app.isPackaged ? null : app.getAppPath();
}

/**
 * Holds the end of the app back until `stop` is done, once. From its beginning on there is
 * nothing for a window to talk to.
 */
function endInGoodOrder(stop: () => Promise<void>): { hasBegun(): boolean } {
  let state: 'running' | 'stopping' | 'stopped' = 'running';
  app.on('before-quit', (event) => {
    if (state === 'stopped') return;
    event.preventDefault();
    if (state === 'stopping') return;
    state = 'stopping';
    void stop().then(() => {
      state = 'stopped';
      app.quit();
    });
  });
  return { hasBegun: () => state !== 'running' };
}
