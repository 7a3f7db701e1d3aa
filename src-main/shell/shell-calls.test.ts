import { describe, expect, it } from 'vitest';

import { ContractError } from '@contract/errors';
import { defaultSettings } from '@contract/settings';

import { callShell, type ShellHandlers } from './shell-calls';

const handlers: ShellHandlers = {
  'settings.get': () => defaultSettings,
  'settings.set': (patch) => ({ ...defaultSettings, inspectorWidth: Object.keys(patch).length }),
  'ports.ofEnvironment': () => ({ httpPort: null, grpcPort: null }),
  'dialog.importFiles': () => Promise.resolve(['/a']),
  'dialog.importFolder': () => Promise.reject(new Error('no display')),
  'dialog.saveText': () => true,
  'dialog.saveBytes': () => true,
  'clipboard.writeText': () => null,
  'file.show': () => {
    throw new ContractError('not_found', 'It is gone.', { path: '/a' });
  },
  'data.show': () => null,
  'log.show': () => null,
  'link.open': () => false,
  'engine.connect': () => null,
  'engine.restart': () => null,
};

const logged: unknown[] = [];
const call = (method: unknown, params: unknown) =>
  callShell(handlers, method, params, (error) => logged.push(error));

describe('callShell', () => {
  it('answers with what the handler gives', async () => {
    expect(await call('dialog.importFiles', {})).toEqual({ ok: true, value: ['/a'] });
  });

  it('hands settings.set the keys that were given and no defaults', async () => {
    const reply = await call('settings.set', { theme: 'dark' });
    expect(reply).toMatchObject({ ok: true, value: { inspectorWidth: 1 } });
  });

  it.each(['nothing.such', 'toString', '__proto__', 1, null, undefined])(
    'refuses the method %j',
    async (method) => {
      expect(await call(method, {})).toMatchObject({
        ok: false,
        error: { code: 'unknown_method' },
      });
    },
  );

  it.each([
    ['file.show', {}],
    ['file.show', { path: '' }],
    ['settings.set', { theme: 'purple' }],
    ['settings.set', { httpPort: 70_000 }],
    ['engine.connect', { nonce: 'short' }],
    ['settings.get', null],
  ])('refuses %s with parameters %j', async (method, params) => {
    expect(await call(method, params)).toMatchObject({ ok: false, error: { code: 'bad_params' } });
  });

  it('passes the errors of the contract on as plain data', async () => {
    const reply = await call('file.show', { path: '/a' });
    const error = { code: 'not_found', message: 'It is gone.', data: { path: '/a' } };
    expect(reply).toEqual({ ok: false, error });
    expect(structuredClone(reply)).toEqual(reply);
    expect(logged).toEqual([]);
  });

  it('logs an error that nobody foresaw and calls it internal', async () => {
    expect(await call('dialog.importFolder', {})).toMatchObject({
      ok: false,
      error: { code: 'internal', message: expect.stringContaining('no display') },
    });
    expect(logged).toEqual([new Error('no display')]);
  });
});
