import { app, Menu } from 'electron';

import type { CommandId } from '@contract/commands';
import type { Settings } from '@contract/settings';

import { menuTemplate } from './menu-template';

/** Builds the application menu; called again when the theme changes, which it ticks. */
export function setMenu(theme: Settings['theme'], onCommand: (id: CommandId) => void): void {
  const template = menuTemplate({
    platform: process.platform,
    appName: app.getName(),
    theme,
    development: !app.isPackaged,
    onCommand,
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
