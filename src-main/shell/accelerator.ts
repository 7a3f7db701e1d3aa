/** Keys of Electron accelerators that are named otherwise in the DOM. */
const keyNames: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Enter: 'Return',
  Escape: 'Esc',
  '+': 'Plus',
};

const modifierNames: Readonly<Record<string, string>> = {
  $mod: 'CmdOrCtrl',
  Control: 'Ctrl',
  Meta: 'Super',
  Alt: 'Alt',
  Shift: 'Shift',
};

/**
 * The accelerator for a key in tinykeys form: `$mod+Shift+o` → `CmdOrCtrl+Shift+O`. Null for
 * keys that type something (`?`, `Shift+X`), which only the window can tell from typing, and
 * for chords of several keys.
 */
export function toAccelerator(keys: string): string | null {
  if (/\s/.test(keys)) return null;
  const parts = keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys.split('+');
  const key = parts.pop() ?? '';
  const modifiers = parts.map((part) => modifierNames[part]);
  if (key === '' || modifiers.some((name) => name === undefined)) return null;
  if (!modifiers.some((name) => name !== 'Shift')) return null;
  const name = keyNames[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [...modifiers, name].join('+');
}
