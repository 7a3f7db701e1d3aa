/** What a command of the app is. Keys are in tinykeys form, `$mod` being ⌘ on macOS and Ctrl elsewhere. */

export type CommandGroup =
  | 'General'
  | 'Go'
  | 'List and tree'
  | 'Trace'
  | 'Feedback'
  | 'Compare'
  | 'Inspector';

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
