import type { MenuItemConstructorOptions } from 'electron';

import { commands, type Command, type CommandId } from '@contract/commands';
import type { Settings } from '@contract/settings';

import { toAccelerator } from './accelerator';

export interface MenuContext {
  readonly platform: NodeJS.Platform;
  readonly appName: string;
  readonly theme: Settings['theme'];
  /** Whether reloading and the like is offered. */
  readonly development: boolean;
  readonly onCommand: (id: CommandId) => void;
}

type Item = MenuItemConstructorOptions;
type MenuName = NonNullable<Command['menu']>;
type MenuCommand = (typeof commands)[number];

const separator: Item = { type: 'separator' };

/**
 * The application menu: what the command table puts there, and the system's own items. Keys
 * are shown but not registered, since the window handles them and knows whether the user is
 * typing; macOS registers them all the same and asks the window first.
 */
export function menuTemplate(context: MenuContext): Item[] {
  const { platform, appName, development } = context;
  const mac = platform === 'darwin';
  const settings = itemOf(commandById('settings.open'), context);

  const appMenu: Item = {
    label: appName,
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
  const file: Item = {
    label: 'File',
    submenu: [
      ...itemsOf('File', context),
      separator,
      ...(mac ? [{ role: 'close' } as const] : [settings, separator, { role: 'quit' } as const]),
    ],
  };
  const edit: Item = {
    label: 'Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      ...itemsOf('Edit', context),
    ],
  };
  const view: Item = {
    label: 'View',
    submenu: [
      ...itemsOf('View', context),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      separator,
      ...(development ? [{ role: 'reload' } as const] : []),
      { role: 'toggleDevTools' },
    ],
  };
  const go: Item = { label: 'Go', submenu: itemsOf('Go', context) };
  const help: Item = {
    role: 'help',
    label: 'Help',
    submenu: [...itemsOf('Help', context), ...(mac ? [] : [separator, { role: 'about' } as const])],
  };
  return mac
    ? [appMenu, file, edit, view, go, { role: 'windowMenu' }, help]
    : [file, edit, view, go, help];
}

function itemsOf(menu: MenuName, context: MenuContext): Item[] {
  return commands
    .filter((command) => 'menu' in command && command.menu === menu)
    .filter((command) => command.id !== 'settings.open')
    .map((command) => itemOf(command, context));
}

function itemOf(command: MenuCommand, { theme, onCommand }: MenuContext): Item {
  const [accelerator] = command.keys.map(toAccelerator).filter((key) => key !== null);
  const isTheme = command.id.startsWith('theme.');
  return {
    id: command.id,
    label: command.title,
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
    ...(isTheme ? { type: 'radio', checked: command.id === `theme.${theme}` } : {}),
    click: () => onCommand(command.id),
  };
}

function commandById(id: CommandId): MenuCommand {
  const found = commands.find((command) => command.id === id);
  if (found === undefined) throw new Error(`the command table has no ${id}`);
  return found;
}
