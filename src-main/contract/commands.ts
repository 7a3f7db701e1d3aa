/**
 * Commands of the app: the menu, the palette and the shortcut sheet are three readings of
 * this one table.
 */
import { generalCommands } from './commands/general-commands';
import { goCommands } from './commands/go-commands';
import { listCommands } from './commands/list-commands';
import { traceCommands } from './commands/trace-commands';
import { feedbackCommands } from './commands/feedback-commands';
import { compareCommands } from './commands/compare-commands';
import { inspectorCommands } from './commands/inspector-commands';

export type { Command, CommandGroup } from './commands/command';

export const commands = [
  ...generalCommands,
  ...goCommands,
  ...listCommands,
  ...traceCommands,
  ...feedbackCommands,
  ...compareCommands,
  ...inspectorCommands,
] as const;

export type CommandId = (typeof commands)[number]['id'];
