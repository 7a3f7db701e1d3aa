import { ipcMain, type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';

import type { CallError } from '@contract/errors';
import { z } from '@contract/schema';
import { shellChannels, type ShellReply } from '@contract/shell-wire';

import { callShell, type ShellHandlers } from './shell-calls';

export interface IpcOptions {
  /** The window that may speak; null where there is none. */
  readonly window: () => BrowserWindow | null;
  /** Whether an address is one of the app's own pages. */
  readonly isOwnPage: (address: string) => boolean;
  readonly handlers: ShellHandlers;
  /** The page listens to an event from now on. */
  readonly onListen: (event: string) => void;
  /** The user dropped these files on the window. */
  readonly onDroppedPaths: (paths: readonly string[]) => void;
  readonly log: (level: 'warn' | 'error', text: string) => void;
}

const pathList = z.array(z.string().min(1)).max(10_000);
const refused: CallError = {
  code: 'bad_params',
  message: 'Only the page of the main window may call the shell.',
};

/** Answers the main frame of the app's window, and nobody else. */
export function serveIpc(options: IpcOptions): void {
  const { window, isOwnPage, handlers, log } = options;

  const trusts = (event: IpcMainEvent | IpcMainInvokeEvent): boolean => {
    const own = window();
    const frame = event.senderFrame;
    const trusted =
      own !== null &&
      frame !== null &&
      event.sender === own.webContents &&
      frame === own.webContents.mainFrame &&
      isOwnPage(frame.url);
    if (!trusted) log('warn', `refused a message from ${frame?.url ?? 'a frame that is gone'}`);
    return trusted;
  };

  ipcMain.handle(shellChannels.call, async (event, method: unknown, params: unknown) => {
    if (!trusts(event)) return { ok: false, error: refused } satisfies ShellReply;
    return callShell(handlers, method, params, (error) =>
      log('error', error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
  });
  ipcMain.on(shellChannels.listen, (event, name: unknown) => {
    if (trusts(event)) options.onListen(String(name));
  });
  ipcMain.on(shellChannels.droppedPaths, (event, paths: unknown) => {
    const parsed = pathList.safeParse(paths);
    if (trusts(event) && parsed.success) options.onDroppedPaths(parsed.data);
  });
}
