/**
 * Commands of the app: the menu, the palette and the shortcut sheet are three readings of
 * this one table. Keys are in tinykeys form, `$mod` being ⌘ on macOS and Ctrl elsewhere.
 */

export type CommandGroup = 'General' | 'Go' | 'List and tree' | 'Trace' | 'Inspector';

export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: CommandGroup;
  readonly keys: readonly string[];
  /** More keys on Linux and Windows; on macOS these move the cursor in text. */
  readonly keysButOnMac?: readonly string[];
  /** Where the application menu shows it. */
  readonly menu?: 'File' | 'Edit' | 'View' | 'Go' | 'Help';
  /** Shown in the sheet, but not in the palette, since it needs a row or a span. */
  readonly contextual?: boolean;
}

export const commands = [
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

  {
    id: 'go.back',
    title: 'Back',
    group: 'Go',
    keys: ['$mod+['],
    keysButOnMac: ['Alt+ArrowLeft'],
    menu: 'Go',
  },
  {
    id: 'go.forward',
    title: 'Forward',
    group: 'Go',
    keys: ['$mod+]'],
    keysButOnMac: ['Alt+ArrowRight'],
    menu: 'Go',
  },
  { id: 'go.traces', title: 'Traces', group: 'Go', keys: [], menu: 'Go' },
  { id: 'go.sessions', title: 'Sessions', group: 'Go', keys: [], menu: 'Go' },
  { id: 'go.import', title: 'Import', group: 'Go', keys: [], menu: 'Go' },
  { id: 'go.connect', title: 'Connect', group: 'Go', keys: [], menu: 'Go' },

  {
    id: 'row.next',
    title: 'Next row',
    group: 'List and tree',
    keys: ['j', 'ArrowDown'],
    contextual: true,
  },
  {
    id: 'row.previous',
    title: 'Previous row',
    group: 'List and tree',
    keys: ['k', 'ArrowUp'],
    contextual: true,
  },
  {
    id: 'row.extendNext',
    title: 'Extend selection down',
    group: 'List and tree',
    keys: ['Shift+J', 'Shift+ArrowDown'],
    contextual: true,
  },
  {
    id: 'row.extendPrevious',
    title: 'Extend selection up',
    group: 'List and tree',
    keys: ['Shift+K', 'Shift+ArrowUp'],
    contextual: true,
  },
  {
    id: 'row.open',
    title: 'Open trace, or focus the inspector',
    group: 'List and tree',
    keys: ['Enter'],
    contextual: true,
  },
  {
    id: 'row.tick',
    title: 'Tick row; in a tree, peek',
    group: 'List and tree',
    keys: ['Space'],
    contextual: true,
  },
  { id: 'row.first', title: 'First row', group: 'List and tree', keys: ['Home'], contextual: true },
  { id: 'row.last', title: 'Last row', group: 'List and tree', keys: ['End'], contextual: true },
  {
    id: 'row.nextPage',
    title: 'Next page of rows',
    group: 'List and tree',
    keys: ['PageDown'],
    contextual: true,
  },
  {
    id: 'row.previousPage',
    title: 'Previous page of rows',
    group: 'List and tree',
    keys: ['PageUp'],
    contextual: true,
  },
  {
    id: 'row.delete',
    title: 'Delete selected traces',
    group: 'List and tree',
    keys: ['Delete', 'Backspace'],
    contextual: true,
  },
  {
    id: 'list.undo',
    title: 'Undo the last deletion',
    group: 'List and tree',
    keys: ['$mod+z'],
    contextual: true,
  },
  {
    id: 'list.selectAll',
    title: 'Select all',
    group: 'List and tree',
    keys: ['$mod+a'],
    contextual: true,
  },
  {
    id: 'view.find',
    title: 'Find in this view',
    group: 'List and tree',
    keys: ['/'],
    contextual: true,
  },
  {
    id: 'list.live',
    title: 'Live tail on or off',
    group: 'List and tree',
    keys: ['l'],
    contextual: true,
  },
  {
    id: 'escape',
    title: 'Close popover, inspector, selection, page',
    group: 'List and tree',
    keys: ['Escape'],
    contextual: true,
  },

  {
    id: 'tree.collapse',
    title: 'Fold, or go to parent',
    group: 'Trace',
    keys: ['ArrowLeft'],
    contextual: true,
  },
  {
    id: 'tree.expand',
    title: 'Unfold, or go to first child',
    group: 'Trace',
    keys: ['ArrowRight'],
    contextual: true,
  },
  { id: 'tree.toggle', title: 'Fold or unfold', group: 'Trace', keys: ['e'], contextual: true },
  {
    id: 'tree.toggleAll',
    title: 'Fold or unfold the whole subtree',
    group: 'Trace',
    keys: ['Shift+E'],
    contextual: true,
  },
  {
    id: 'tree.expandAll',
    title: 'Unfold the whole trace',
    group: 'Trace',
    keys: ['>'],
    contextual: true,
  },
  {
    id: 'tree.collapseAll',
    title: 'Fold the whole trace',
    group: 'Trace',
    keys: ['<'],
    contextual: true,
  },
  {
    id: 'tree.previousSibling',
    title: 'Previous sibling',
    group: 'Trace',
    keys: ['['],
    contextual: true,
  },
  { id: 'tree.nextSibling', title: 'Next sibling', group: 'Trace', keys: [']'], contextual: true },
  {
    id: 'trace.waterfall',
    title: 'Waterfall',
    group: 'Trace',
    keys: ['$mod+1'],
    contextual: true,
  },
  {
    id: 'trace.transcript',
    title: 'Transcript',
    group: 'Trace',
    keys: ['$mod+2'],
    contextual: true,
  },
  { id: 'trace.graph', title: 'Graph', group: 'Trace', keys: ['$mod+3'], contextual: true },
  { id: 'trace.nextError', title: 'Next error', group: 'Trace', keys: ['x'], contextual: true },
  {
    id: 'trace.previousError',
    title: 'Previous error',
    group: 'Trace',
    keys: ['Shift+X'],
    contextual: true,
  },
  {
    id: 'trace.criticalPath',
    title: 'Critical path on or off',
    group: 'Trace',
    keys: ['p'],
    contextual: true,
  },
  { id: 'trace.zoomIn', title: 'Zoom in', group: 'Trace', keys: ['+', '='], contextual: true },
  { id: 'trace.zoomOut', title: 'Zoom out', group: 'Trace', keys: ['-'], contextual: true },
  {
    id: 'trace.panEarlier',
    title: 'Earlier, when zoomed in (or Shift+wheel, or drag)',
    group: 'Trace',
    keys: ['Shift+ArrowLeft'],
    contextual: true,
  },
  {
    id: 'trace.panLater',
    title: 'Later, when zoomed in',
    group: 'Trace',
    keys: ['Shift+ArrowRight'],
    contextual: true,
  },
  {
    id: 'trace.zoomFit',
    title: 'Fit the whole trace',
    group: 'Trace',
    keys: ['0'],
    contextual: true,
  },

  { id: 'inspector.tab1', title: 'Content', group: 'Inspector', keys: ['1'], contextual: true },
  { id: 'inspector.tab2', title: 'Attributes', group: 'Inspector', keys: ['2'], contextual: true },
  { id: 'inspector.tab3', title: 'Events', group: 'Inspector', keys: ['3'], contextual: true },
  { id: 'inspector.tab4', title: 'Links', group: 'Inspector', keys: ['4'], contextual: true },
  { id: 'inspector.tab5', title: 'Logs', group: 'Inspector', keys: ['5'], contextual: true },
  {
    id: 'inspector.tab6',
    title: 'Resource and scope',
    group: 'Inspector',
    keys: ['6'],
    contextual: true,
  },
  { id: 'inspector.tab7', title: 'Raw OTLP', group: 'Inspector', keys: ['7'], contextual: true },
  {
    id: 'content.reasoning',
    title: 'Reasoning on or off',
    group: 'Inspector',
    keys: ['r'],
    contextual: true,
  },
  {
    id: 'content.textForm',
    title: 'Messages as Markdown or as raw text',
    group: 'Inspector',
    keys: ['m'],
    contextual: true,
  },
  {
    id: 'inspector.find',
    title: 'Find text in panel',
    group: 'Inspector',
    keys: ['$mod+f'],
    contextual: true,
  },
  { id: 'copy.value', title: 'Copy value', group: 'Inspector', keys: ['$mod+c'], contextual: true },
  {
    id: 'copy.as',
    title: 'Copy as…',
    group: 'Inspector',
    keys: ['$mod+Shift+c'],
    contextual: true,
  },
] as const satisfies readonly Command[];

export type CommandId = (typeof commands)[number]['id'];
