import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import {
  canRun,
  commandKeyLabel,
  keyLabel,
  listenToKeys,
  registerCommands,
  runCommand,
  suspendKeys,
  type CommandHandlers,
} from './keyboard';

const stops: (() => void)[] = [];

beforeEach(() => {
  stops.push(listenToKeys());
});

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  document.body.replaceChildren();
});

function register(handlers: CommandHandlers): void {
  stops.push(registerCommands(handlers));
}

interface Press extends KeyboardEventInit {
  readonly on?: Element;
}

/** Presses a key; returns whether something took it. */
function press(key: string, { on = document.body, ...init }: Press = {}): boolean {
  const event = new KeyboardEvent('keydown', {
    key,
    code: init.code ?? key,
    bubbles: true,
    cancelable: true,
    ...init,
  });
  on.dispatchEvent(event);
  return event.defaultPrevented;
}

function element(html: string): Element {
  document.body.innerHTML = html;
  const found = document.body.querySelector('[data-target]');
  if (found === null) throw new Error('no [data-target]');
  return found;
}

describe('handlers', () => {
  it('are asked newest first, and one that returns false passes on', () => {
    const seen: string[] = [];
    register({ escape: () => void seen.push('page') });
    register({
      escape: () => {
        seen.push('panel');
        return false;
      },
    });
    expect(press('Escape')).toBe(true);
    expect(seen).toEqual(['panel', 'page']);
  });

  it('are gone with their view', () => {
    const stop = registerCommands({ 'list.live': () => undefined });
    expect(canRun('list.live')).toBe(true);
    stop();
    expect(canRun('list.live')).toBe(false);
    expect(runCommand('list.live')).toBe(false);
    expect(press('l')).toBe(false);
  });
});

describe('keys', () => {
  it('run their command and are taken from the page', () => {
    const next = vi.fn();
    register({ 'row.next': next });
    expect(press('j')).toBe(true);
    expect(press('ArrowDown')).toBe(true);
    expect(next).toHaveBeenCalledTimes(2);
  });

  it('tell a letter with Shift from one without', () => {
    const seen: string[] = [];
    register({
      'trace.nextError': () => void seen.push('next'),
      'trace.previousError': () => void seen.push('previous'),
    });
    press('x');
    press('X', { shiftKey: true });
    expect(seen).toEqual(['next', 'previous']);
  });

  it('know a sign whatever modifiers its keyboard needs for it', () => {
    const seen: string[] = [];
    register({
      'sheet.open': () => void seen.push('?'),
      'view.find': () => void seen.push('/'),
      'tree.previousSibling': () => void seen.push('['),
    });
    press('?', { shiftKey: true, code: 'Slash' });
    press('/', { shiftKey: true, code: 'Digit7' });
    press('[', { ctrlKey: true, altKey: true, modifierAltGraph: true, code: 'Digit8' });
    expect(seen).toEqual(['?', '/', '[']);
  });

  it('of Alt go back and forward but on macOS, where they move the cursor', () => {
    const back = vi.fn();
    register({ 'go.back': back });
    expect(press('ArrowLeft', { altKey: true })).toBe(true);
    expect(press('ArrowLeft', { altKey: true, on: element('<input data-target>') })).toBe(true);
    vi.stubGlobal('otelier', { platform: 'darwin' });
    stops.push(() => void vi.unstubAllGlobals());
    expect(press('ArrowLeft', { altKey: true })).toBe(false);
    expect(back).toHaveBeenCalledTimes(2);
  });

  it('leave what another handler has taken', () => {
    const next = vi.fn();
    register({ 'row.next': next });
    const list = element('<ul data-target></ul>');
    list.addEventListener('keydown', (event) => event.preventDefault());
    press('ArrowDown', { on: list });
    expect(next).not.toHaveBeenCalled();
  });
});

describe('a field with the focus', () => {
  it('keeps single keys, and lets those with ⌘ or Ctrl through', () => {
    const seen: string[] = [];
    register({
      'list.live': () => void seen.push('live'),
      'row.next': () => void seen.push('next'),
      'list.selectAll': () => void seen.push('all'),
      'palette.open': () => void seen.push('palette'),
    });
    const field = element('<input data-target>');
    expect(press('l', { on: field })).toBe(false);
    expect(press('ArrowDown', { on: field })).toBe(false);
    expect(press('a', { on: field, ctrlKey: true })).toBe(false);
    expect(press('k', { on: field, ctrlKey: true })).toBe(true);
    expect(seen).toEqual(['palette']);
  });

  it('is not a checkbox', () => {
    const live = vi.fn();
    register({ 'list.live': live });
    press('l', { on: element('<input type="checkbox" data-target>') });
    expect(live).toHaveBeenCalledTimes(1);
  });
});

it('leaves Enter and Space to the button that has the focus', () => {
  const open = vi.fn();
  register({ 'row.open': open, 'row.tick': open });
  const button = element('<button data-target></button>');
  expect(press('Enter', { on: button })).toBe(false);
  expect(press(' ', { on: button, code: 'Space' })).toBe(false);
  expect(press('Enter')).toBe(true);
  expect(press(' ', { code: 'Space' })).toBe(true);
  expect(open).toHaveBeenCalledTimes(2);
});

it('leaves playing and winding to the sound that has the focus', () => {
  const run = vi.fn();
  register({ 'row.tick': run, 'row.next': run, 'list.live': run });
  const sound = element('<audio controls data-target></audio>');
  expect(press(' ', { on: sound, code: 'Space' })).toBe(false);
  expect(press('ArrowDown', { on: sound })).toBe(false);
  expect(press('l', { on: sound })).toBe(true);
  expect(run).toHaveBeenCalledTimes(1);
});

it('leaves letters to an open menu', () => {
  const live = vi.fn();
  register({ 'list.live': live });
  press('l', { on: element('<div role="menu"><div role="menuitem" data-target></div></div>') });
  expect(live).not.toHaveBeenCalled();
});

it('works again as soon as a dialog is closing, though it still has the focus', () => {
  const seen: string[] = [];
  register({ 'view.find': () => void seen.push('find') });
  const inDialog = (state: string): Element =>
    element(`<div role="dialog" ${state}><input data-target></div>`);
  expect(press('/', { on: inDialog('data-open') })).toBe(false);
  expect(press('/', { on: inDialog('data-closed') })).toBe(true);
  expect(seen).toEqual(['find']);
});

it('rests while a dialog is open', () => {
  const next = vi.fn();
  register({ 'row.next': next });
  const wake = suspendKeys();
  press('j');
  expect(next).not.toHaveBeenCalled();
  wake();
  wake();
  press('j');
  expect(next).toHaveBeenCalledTimes(1);
});

it('copies selected text as the system does, not the value of the row', () => {
  const copy = vi.fn();
  register({ 'copy.value': copy });
  const text = element('<p data-target>selected</p>');
  window.getSelection()?.selectAllChildren(text);
  expect(press('c', { ctrlKey: true })).toBe(false);
  window.getSelection()?.removeAllRanges();
  expect(press('c', { ctrlKey: true })).toBe(true);
  expect(copy).toHaveBeenCalledTimes(1);
});

describe('labels', () => {
  it.each([
    ['$mod+k', '⌘K', 'Ctrl+K'],
    ['$mod+Shift+o', '⌘⇧O', 'Ctrl+Shift+O'],
    ['$mod+,', '⌘,', 'Ctrl+,'],
    ['$mod+[', '⌘[', 'Ctrl+['],
    ['Shift+ArrowDown', '⇧↓', 'Shift+↓'],
    ['+', '+', '+'],
    ['Escape', 'Esc', 'Esc'],
  ])('%s', (key, mac, other) => {
    expect(keyLabel(key, true)).toBe(mac);
    expect(keyLabel(key, false)).toBe(other);
  });

  it('is empty for a command without a key', () => {
    expect(commandKeyLabel('samples.load', false)).toBe('');
  });
});
