import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { ContractError } from '@contract/errors';

import { listeningStatus, openStore } from '../lib/test-support/answers';
import { appWindow } from './test-support/app-window';

const app = appWindow();

describe('a port that is taken', () => {
  beforeEach(() => {
    app.engine.answer('receiver.status', () => ({
      ...listeningStatus,
      http: {
        state: 'port-in-use',
        port: 4318,
        holder: { pid: 812, name: 'node' },
        nextFreePort: 4319,
      },
    }));
  });

  it('is named with its holder, the way out, and what still works', async () => {
    app.open();
    const banner = await screen.findByText(/Port 4318 is in use by node \(pid 812\)\./);
    expect(banner.textContent).toBe(
      'Port 4318 is in use by node (pid 812). gRPC works at localhost:4317. ' +
        'With 4319, point exporters at http://localhost:4319.',
    );
  });

  it('gives way to the free one, and says where exporters now send', async () => {
    const moved = { ...listeningStatus, http: { ...listeningStatus.http, port: 4319 } as never };
    app.engine.answer('receiver.usePort', () => {
      app.engine.emit('receiver.changed', moved);
      return moved;
    });
    app.open();
    fireEvent.click(await screen.findByRole('button', { name: 'Use 4319' }));
    await screen.findByText('Receiving at http://localhost:4319. Point exporters there.');
    expect(app.engine.calls).toContainEqual({
      method: 'receiver.usePort',
      params: { listener: 'http', port: 4319 },
    });
    await waitFor(() => expect(screen.queryByText(/is in use by/)).toBeNull());
    expect(screen.getAllByText('http://localhost:4319').length).toBeGreaterThan(0);
  });

  it('is tried again', async () => {
    app.open();
    fireEvent.click(await screen.findByRole('button', { name: 'Retry' }));
    await waitFor(() =>
      expect(app.engine.calls).toContainEqual({
        method: 'receiver.retry',
        params: { listener: 'http' },
      }),
    );
  });
});

describe('the engine', () => {
  it('says so while it starts again, and offers a restart once it failed', async () => {
    app.open('/settings');
    await screen.findByRole('heading', { name: 'Receiver' });
    act(() => void app.engine.setState({ state: 'restarting' }));
    await screen.findByText(/is starting again/);
    act(
      () =>
        void app.engine.setState({ state: 'failed', message: 'The engine stopped five times.' }),
    );
    await screen.findByText('The engine stopped five times.');
    fireEvent.click(screen.getByRole('button', { name: 'Restart engine' }));
    expect(app.engine.shellCalls).toContainEqual({ method: 'engine.restart', params: {} });
    fireEvent.click(screen.getByRole('button', { name: 'Show log' }));
    expect(app.engine.shellCalls).toContainEqual({ method: 'log.show', params: {} });
  });
});

describe('the store', () => {
  describe('that was refused', () => {
    const refusal = 'This database was written by a newer version.';
    beforeEach(() => {
      app.engine.answer('store.info', () => ({ ...openStore, state: 'refused', refusal }));
    });

    it('is explained in the place of a view, once, and nothing looks well', async () => {
      app.open('/connect');
      await screen.findByRole('heading', { name: 'The database was not opened' });
      expect(screen.getByText(refusal)).toBeTruthy();
      expect(screen.queryByRole('button', { name: 'Load sample traces' })).toBeNull();
      expect(screen.getByRole('link', { name: /Not storing/ })).toBeTruthy();
      expect(screen.getAllByText('not storing')).toHaveLength(2);
      expect(screen.getByText('otelier.db not opened')).toBeTruthy();
      fireEvent.click(screen.getByRole('button', { name: 'Show data folder' }));
      expect(app.engine.shellCalls).toContainEqual({ method: 'data.show', params: {} });
    });

    it('leaves the settings within reach, below a banner', async () => {
      app.open('/settings');
      await screen.findByRole('heading', { name: 'Receiver' });
      await screen.findByText(`Nothing is stored. ${refusal}`);
      expect(screen.queryByRole('heading', { name: 'The database was not opened' })).toBeNull();
    });

    it('says at once that a file cannot be imported', async () => {
      const message = 'Nothing can be imported while the database is not open.';
      app.engine.answer('import.start', () => {
        throw new ContractError('store_unavailable', message);
      });
      app.open('/connect');
      await screen.findByRole('heading', { name: 'The database was not opened' });
      act(() => app.engine.emitShell('openPaths', ['/runs/a.jsonl']));
      expect(await screen.findByText(message)).toBeTruthy();
    });
  });

  it('that nothing can be salvaged of is not offered to be salvaged again', async () => {
    const path = '/data/otelier-damaged.db';
    app.engine.answer('store.info', () => ({
      ...openStore,
      notices: [{ code: 'corrupt-set-aside', message: 'What can be read can be copied.', path }],
    }));
    app.engine.answer('store.salvage', () => {
      throw new ContractError('io', 'Nothing of otelier-damaged.db can be read any more.');
    });
    app.open('/settings');
    fireEvent.click(await screen.findByRole('button', { name: 'Salvage' }));
    await screen.findByText('Nothing of otelier-damaged.db can be read any more.');
    expect(screen.queryByText(/can be copied/)).toBeNull();
    expect(screen.queryByRole('button', { name: 'Salvage' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Show file' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Dismiss' })).toBeTruthy();
  });

  it('offers to salvage a damaged database that was set aside', async () => {
    const path = '/data/otelier-damaged.db';
    const message = 'The database was damaged and set aside.';
    app.engine.answer('store.info', () => ({
      ...openStore,
      notices: [{ code: 'corrupt-set-aside', message, path }],
    }));
    app.engine.answer('store.dismissNotice', () => {
      app.engine.emit('store.changed', openStore);
      return null;
    });
    app.open('/settings');
    await screen.findByText(message);
    fireEvent.click(screen.getByRole('button', { name: 'Salvage' }));
    fireEvent.click(screen.getByRole('button', { name: 'Show file' }));
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(screen.queryByText(message)).toBeNull());
    expect(app.engine.calls).toContainEqual({ method: 'store.salvage', params: { path } });
    expect(app.engine.shellCalls).toContainEqual({ method: 'file.show', params: { path } });
  });
});
