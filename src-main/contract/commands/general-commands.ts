/** Commands of the whole app. */
import type { Command } from './command';

export const generalCommands = [
  { id: 'import.open', title: 'Import files…', group: 'General', keys: ['$mod+o'], menu: 'File' },
  {
    id: 'import.openFolder',
    title: 'Import folder…',
    group: 'General',
    keys: ['$mod+Shift+o'],
    menu: 'File',
  },
  { id: 'samples.load', title: 'Load sample traces', group: 'General', keys: [], menu: 'File' },
  { id: 'receiver.test', title: 'Send a test trace', group: 'General', keys: [], menu: 'File' },
  { id: 'settings.open', title: 'Settings', group: 'General', keys: ['$mod+,'], menu: 'File' },
  {
    id: 'palette.open',
    title: 'Go to trace, span or command',
    group: 'General',
    keys: ['$mod+k'],
    menu: 'Go',
  },
  { id: 'sheet.open', title: 'All keys', group: 'General', keys: ['?'], menu: 'Help' },
  { id: 'theme.system', title: 'Theme: system', group: 'General', keys: [], menu: 'View' },
  { id: 'theme.light', title: 'Theme: light', group: 'General', keys: [], menu: 'View' },
  { id: 'theme.dark', title: 'Theme: dark', group: 'General', keys: [], menu: 'View' },
  { id: 'data.show', title: 'Show data folder', group: 'General', keys: [], menu: 'Help' },
  { id: 'log.show', title: 'Show log', group: 'General', keys: [], menu: 'Help' },
] as const satisfies readonly Command[];
