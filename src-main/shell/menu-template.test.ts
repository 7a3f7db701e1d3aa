import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';

import { commands } from '@contract/commands';

import { toAccelerator } from './accelerator';
import { menuTemplate, type MenuContext } from './menu-template';

describe('toAccelerator', () => {
  it.each([
    ['$mod+o', 'CmdOrCtrl+O'],
    ['$mod+Shift+c', 'CmdOrCtrl+Shift+C'],
    ['$mod+,', 'CmdOrCtrl+,'],
    ['$mod+[', 'CmdOrCtrl+['],
    ['$mod++', 'CmdOrCtrl+Plus'],
    ['$mod+Enter', 'CmdOrCtrl+Return'],
    ['Alt+ArrowLeft', 'Alt+Left'],
    ['Control+Meta+F5', 'Ctrl+Super+F5'],
  ])('%s is %s', (keys, accelerator) => {
    expect(toAccelerator(keys)).toBe(accelerator);
  });

  it.each(['?', 'j', '+', 'Shift+X', 'ArrowDown', 'Escape', 'g t', '$mod+k $mod+s', 'Hyper+x', ''])(
    '%j has none',
    (keys) => {
      expect(toAccelerator(keys)).toBeNull();
    },
  );
});

describe('menuTemplate', () => {
  const chosen: string[] = [];
  const context: MenuContext = {
    platform: 'linux',
    appName: 'Otelier',
    theme: 'dark',
    development: false,
    onCommand: (id) => chosen.push(id),
  };
  const allItems = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? allItems(item.submenu) : [])]);
  const find = (id: string, changed: Partial<MenuContext> = {}) =>
    allItems(menuTemplate({ ...context, ...changed })).find((item) => item.id === id);

  it.each(['linux', 'win32', 'darwin'] as const)(
    'shows every menu command once on %s',
    (platform) => {
      const ids = allItems(menuTemplate({ ...context, platform })).flatMap((item) => item.id ?? []);
      const expected = commands.filter((command) => 'menu' in command).map((command) => command.id);
      expect([...ids].sort()).toEqual([...expected].sort());
    },
  );

  it('shows keys without registering them, and none for keys that type', () => {
    expect(find('import.open')).toMatchObject({
      label: 'Import files…',
      accelerator: 'CmdOrCtrl+O',
      registerAccelerator: false,
    });
    expect(find('sheet.open')).not.toHaveProperty('accelerator');
  });

  it('ticks the theme that is chosen', () => {
    expect(find('theme.dark')).toMatchObject({ type: 'radio', checked: true });
    expect(find('theme.dark', { theme: 'system' })).toMatchObject({ checked: false });
    expect(find('theme.system', { theme: 'system' })).toMatchObject({ checked: true });
  });

  it('gives the id of what was clicked', () => {
    const click = find('go.traces')?.click as (() => void) | undefined;
    click?.();
    expect(chosen).toEqual(['go.traces']);
  });

  it("puts settings and quitting into the app's own menu on macOS", () => {
    const [first] = menuTemplate({ ...context, platform: 'darwin' });
    expect(first?.label).toBe('Otelier');
    const inside = allItems([first ?? {}]);
    expect(inside.map((item) => item.id)).toContain('settings.open');
    expect(inside.map((item) => item.role)).toContain('quit');
  });

  it('offers reloading only in development', () => {
    const roles = (development: boolean) =>
      allItems(menuTemplate({ ...context, development })).map((item) => item.role);
    expect(roles(false)).not.toContain('reload');
    expect(roles(true)).toContain('reload');
  });
});
