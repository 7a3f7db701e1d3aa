import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import {
  app,
  clipboard,
  dialog,
  MessageChannelMain,
  shell,
  type BrowserWindow,
  type MessagePortMain,
  type OpenDialogOptions,
} from 'electron';

import { ContractError } from '@contract/errors';
import type { EnvironmentPorts } from '@contract/shell-api';
import { ENGINE_PORT_MESSAGE, shellChannels, type EnginePortMessage } from '@contract/shell-wire';

import type { EngineHost } from './engine-host';
import type { FileAccess } from './file-access';
import { openLink } from './links';
import { logFile } from './log';
import type { SettingsStore } from './settings-store';
import type { ShellHandlers } from './shell-calls';

export interface ShellContext {
  /** Null where it was closed since the call came. */
  readonly window: () => BrowserWindow | null;
  readonly dataDir: string;
  readonly settings: SettingsStore;
  readonly environmentPorts: () => EnvironmentPorts;
  readonly engine: EngineHost<MessagePortMain>;
  readonly files: FileAccess;
}

/** What the window can ask of the shell. */
export function createShellHandlers(context: ShellContext): ShellHandlers {
  const { dataDir, settings, engine, files } = context;

  function window(): BrowserWindow {
    const found = context.window();
    if (found === null) throw new ContractError('cancelled', 'The window was closed.');
    return found;
  }

  async function choose(options: OpenDialogOptions): Promise<readonly string[]> {
    const { filePaths } = await dialog.showOpenDialog(window(), options);
    files.allow(filePaths);
    return filePaths;
  }

  /** Writes where the user chooses; false where they cancelled. */
  async function save(suggestedName: string, content: string | Uint8Array): Promise<boolean> {
    const { filePath } = await dialog.showSaveDialog(window(), {
      defaultPath: join(app.getPath('downloads'), basename(suggestedName)),
    });
    if (!filePath) return false;
    files.allow([filePath]);
    try {
      await writeFile(filePath, content);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ContractError('io', `${filePath} could not be written (${reason}).`);
    }
    return true;
  }

  return {
    'settings.get': () => settings.get(),
    'settings.set': (patch) => settings.update(patch),
    'ports.ofEnvironment': () => context.environmentPorts(),

    'dialog.importFiles': () =>
      choose({
        title: 'Import files',
        buttonLabel: 'Import',
        properties: ['openFile', 'multiSelections'],
      }),
    'dialog.importFolder': () =>
      choose({ title: 'Import folder', buttonLabel: 'Import', properties: ['openDirectory'] }),
    'dialog.saveText': ({ suggestedName, text }) => save(suggestedName, text),
    'dialog.saveBytes': ({ suggestedName, base64 }) =>
      save(suggestedName, Buffer.from(base64, 'base64')),

    'clipboard.writeText': async ({ text }) => {
      await clipboard.writeText(text);
      return null;
    },

    'file.show': ({ path }) => {
      if (!files.allows(path)) {
        throw new ContractError(
          'bad_params',
          `${path} is neither in the data folder nor was it opened; it is not shown.`,
        );
      }
      if (!existsSync(path)) throw new ContractError('not_found', `${path} is not there any more.`);
      shell.showItemInFolder(path);
      return null;
    },
    'data.show': async () => {
      const failure = await shell.openPath(dataDir);
      if (failure !== '') throw new ContractError('io', `${dataDir} did not open: ${failure}`);
      return null;
    },
    'log.show': () => {
      shell.showItemInFolder(logFile(dataDir));
      return null;
    },
    'link.open': ({ url }) => openLink(window(), url),

    'engine.connect': async ({ nonce }) => {
      await engine.connect(() => {
        const { port1, port2 } = new MessageChannelMain();
        const message: EnginePortMessage = { type: ENGINE_PORT_MESSAGE, nonce };
        window().webContents.postMessage(shellChannels.enginePort, message, [port2]);
        return port1;
      });
      return null;
    },
    'engine.restart': async () => {
      await engine.restart();
      return null;
    },
  };
}
