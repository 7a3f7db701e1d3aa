import { dialog, shell, type BrowserWindow } from 'electron';

import { ContractError } from '@contract/errors';

import { parseWebLink } from './web-link';

/**
 * Opens a link in the browser after the user confirmed; false where they did not.
 * @throws ContractError `bad_params` for anything but http and https
 */
export async function openLink(window: BrowserWindow, address: string): Promise<boolean> {
  const link = parseWebLink(address);
  if (link === null) {
    throw new ContractError('bad_params', 'Only http and https links can be opened.');
  }
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Open ${link.host} in your browser?`,
    detail: link.href,
    buttons: ['Open link', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  if (response !== 0) return false;
  await shell.openExternal(link.href);
  return true;
}
