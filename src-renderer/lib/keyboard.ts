/**
 * Commands and their keys. Views register handlers for command ids while they are mounted;
 * keys, the menu and the palette all run the same handlers. The newest handler is asked
 * first; one that returns false passes the command on.
 */
import { useEffect, useRef } from 'react';
import { matchKeybindingPress, parseKeybinding, type KeybindingPress } from 'tinykeys';

import { commands, type Command, type CommandId } from '@contract/commands';

import { isMac } from './shell';

export type CommandHandler = (event?: KeyboardEvent) => void | boolean;
export type CommandHandlers = Partial<Record<CommandId, CommandHandler>>;

const stack: CommandHandlers[] = [];
let suspensions = 0;

interface Binding {
  readonly id: CommandId;
  readonly press: KeybindingPress;
  /** Needs no modifier but Shift: rests while a field has focus. */
  readonly single: boolean;
  /** The one printable sign it stands for, e.g. `?`; '' for other keys. */
  readonly sign: string;
  readonly notOnMac: boolean;
}

const table: readonly (Command & { readonly id: CommandId })[] = commands;
const bindings: readonly Binding[] = table.flatMap(({ id, keys, keysButOnMac = [] }) =>
  [...keys, ...keysButOnMac].flatMap((text) => {
    const [press] = parseKeybinding(text);
    if (press === undefined) return [];
    const [required, optional, key] = press;
    const sign = required.length === 0 && /^[^\p{L}\p{N}]$/u.test(String(key)) ? String(key) : '';
    return {
      id,
      // A sign may need Shift on one keyboard and none on another.
      press: [required, sign === '' ? optional : [...optional, 'Shift'], key],
      single: required.every((modifier) => modifier === 'Shift'),
      sign,
      notOnMac: keysButOnMac.includes(text),
    };
  }),
);

/** Adds handlers; returns how to take them away. */
export function registerCommands(handlers: CommandHandlers): () => void {
  stack.push(handlers);
  return () => {
    const at = stack.lastIndexOf(handlers);
    if (at >= 0) stack.splice(at, 1);
  };
}

/** Registers handlers while the component is mounted; always calls the newest ones. */
export function useCommands(handlers: CommandHandlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const ids = Object.keys(handlers).join(' ');
  useEffect(() => {
    const proxies: CommandHandlers = {};
    for (const id of ids.split(' ') as CommandId[]) {
      proxies[id] = (event) => latest.current[id]?.(event) ?? true;
    }
    return registerCommands(proxies);
  }, [ids]);
}

/** Runs a command; false where nothing on the screen takes it. */
export function runCommand(id: CommandId, event?: KeyboardEvent): boolean {
  for (let at = stack.length - 1; at >= 0; at -= 1) {
    const handler = stack[at]?.[id];
    if (handler !== undefined && handler(event) !== false) return true;
  }
  return false;
}

/** Whether some handler for it is mounted. */
export function canRun(id: CommandId): boolean {
  return stack.some((handlers) => handlers[id] !== undefined);
}

export function isCommandId(text: string): text is CommandId {
  return commands.some(({ id }) => id === text);
}

/** Lets keys rest while a dialog is open; returns how to wake them. */
export function suspendKeys(): () => void {
  suspensions += 1;
  let awake = false;
  return () => {
    if (awake) return;
    awake = true;
    suspensions -= 1;
  };
}

/** Listens to the window's keys; returns how to stop. */
export function listenToKeys(target: Window = window): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (suspensions > 0 || event.defaultPrevented || event.isComposing || !event.key) return;
    for (const binding of bindings) {
      if (binding.notOnMac && isMac()) continue;
      if (!matches(event, binding) || rests(event, binding)) continue;
      if (runCommand(binding.id, event)) {
        event.preventDefault();
        return;
      }
    }
  };
  target.addEventListener('keydown', onKeyDown);
  return () => target.removeEventListener('keydown', onKeyDown);
}

function matches(event: KeyboardEvent, { press, sign }: Binding): boolean {
  // Typed with AltGr, such as [ on a German keyboard: systems report it as Ctrl and Alt.
  if (sign !== '' && event.getModifierState('AltGraph')) return event.key === sign;
  return matchKeybindingPress(event, press);
}

const fields = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]';
/** What a field does with the same keys itself. */
const fieldCommands: ReadonlySet<CommandId> = new Set([
  'list.selectAll',
  'list.undo',
  'copy.value',
]);
const closedPopups = ':is([role=menu], [role=listbox], [role=dialog])[data-closed]';
const popups = '[role=menu], [role=listbox], [role=dialog]';
const activated =
  'button, a[href], summary, [role=button], [role=tab], [role=radio], [role=switch]';

/** Play, pause, wind and loudness. */
const players = 'audio, video';
const playerKeys = /^(Space|Enter|Arrow(Up|Down|Left|Right)|Home|End)$/;

/** Whether the key belongs to what has the focus rather than to the command. */
function rests(event: KeyboardEvent, { id, single, press }: Binding): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (id === 'copy.value' && hasSelectedText()) return true;
  if (target === null) return false;
  // A popup that fades out still has the focus for a moment, and is no longer what keys mean.
  if (target.closest(closedPopups) !== null) return false;
  const inField = target.closest(fields) !== null;
  if (inField && (single || fieldCommands.has(id))) return true;
  if (single && target.closest(popups) !== null) return true;
  const key = press[2];
  if (single && typeof key === 'string' && playerKeys.test(key) && target.matches(players)) {
    return true;
  }
  return single && (key === 'Enter' || key === 'Space') && target.matches(activated);
}

function hasSelectedText(): boolean {
  const selection = window.getSelection();
  return selection !== null && !selection.isCollapsed && selection.toString() !== '';
}

const macSigns: Readonly<Record<string, string>> = { $mod: '⌘', Shift: '⇧', Alt: '⌥' };
const otherSigns: Readonly<Record<string, string>> = { $mod: 'Ctrl', Shift: 'Shift', Alt: 'Alt' };
const keySigns: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Enter: '↵',
  Delete: 'Del',
  Backspace: '⌫',
};

/** How a key is written for the reader: `⌘K` on macOS, `Ctrl+K` elsewhere. */
export function keyLabel(key: string, mac: boolean): string {
  const parts = key.split(/(?<=.)\+/);
  const last = parts.pop() ?? '';
  const signs = mac ? macSigns : otherSigns;
  const name = keySigns[last] ?? (last.length === 1 ? last.toUpperCase() : last);
  return [...parts.map((part) => signs[part] ?? part), name].join(mac ? '' : '+');
}

/** All keys that run a command on this system, in tinykeys form. */
export function keysOf({ keys, keysButOnMac = [] }: Command, mac: boolean): readonly string[] {
  return mac ? keys : [...keys, ...keysButOnMac];
}

/** The first key of a command as the reader sees it; '' where it has none. */
export function commandKeyLabel(id: CommandId, mac: boolean): string {
  const key = commands.find((command) => command.id === id)?.keys[0];
  return key === undefined ? '' : keyLabel(key, mac);
}
