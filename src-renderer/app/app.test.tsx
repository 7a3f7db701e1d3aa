import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ContractError } from '@contract/errors';
import type { TraceHit } from '@contract/traces';
import type { SpanId, TraceId } from '@domain/units';

import { registerCommands } from '../lib/keyboard';
import { currentLocation } from '../lib/router';
import { listeningStatus, openStore } from '../lib/test-support/answers';
import type { FakeEngine } from '../lib/test-support/fake-engine';
import { stubMatchMedia, stubResizeObserver } from '../lib/test-support/media';
import { quietEngine, renderApp } from './test-support/render-app';

const traceId = '0af7651916cd43dd8448eb211c80319c' as TraceId;
const spanId = 'b7ad6b7169203331' as SpanId;

let engine: FakeEngine;
let close: () => void = () => undefined;

beforeEach(() => {
  stubMatchMedia(true);
  stubResizeObserver();
  Element.prototype.scrollIntoView = vi.fn();
  engine = quietEngine();
});

afterEach(() => {
  close();
});

function open(path = ''): void {
  close = renderApp(engine, path);
}

function press(key: string, init: KeyboardEventInit = {}): void {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...init });
}

describe('the first view', () => {
  it('is the welcome page for an empty store', async () => {
    open();
    await screen.findByRole('heading', { name: 'Waiting for the first trace' });
    expect(currentLocation().path).toBe('/connect');
    expect(currentLocation().canGoBack).toBe(false);
  });

  it('is the trace list where there are traces', async () => {
    engine.answer('store.info', () => ({ ...openStore, traces: 3 }));
    open();
    await waitFor(() => expect(currentLocation().path).toBe('/traces'));
  });

  it('is the place a link names', async () => {
    open('/settings');
    await screen.findByRole('heading', { name: 'Receiver' });
    expect(currentLocation().path).toBe('/settings');
  });
});

describe('the first trace', () => {
  const arrive = () => act(() => engine.emit('store.changed', { ...openStore, traces: 1 }));

  it('moves an untouched welcome page on to the list', async () => {
    open();
    await screen.findByText('Waiting for the first trace');
    arrive();
    await waitFor(() => expect(currentLocation().path).toBe('/traces'));
  });

  it('still moves on after a snippet was chosen and copied', async () => {
    open();
    fireEvent.pointerDown(await screen.findByRole('tab', { name: 'Python' }));
    fireEvent.click(screen.getByRole('tab', { name: 'Python' }));
    const copy = await screen.findByRole('button', { name: 'Copy Python, block 1 of 2' });
    fireEvent.pointerDown(copy);
    arrive();
    await waitFor(() => expect(currentLocation().path).toBe('/traces'));
  });

  it('only offers the list to who has begun something', async () => {
    open();
    fireEvent.pointerDown(await screen.findByText('Or look around first'));
    arrive();
    await screen.findByText('The first trace has arrived.');
    expect(currentLocation().path).toBe('/connect');
    fireEvent.click(screen.getByRole('button', { name: 'Show' }));
    expect(currentLocation().path).toBe('/traces');
  });
});

describe('a port that is taken', () => {
  beforeEach(() => {
    engine.answer('receiver.status', () => ({
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
    open();
    const banner = await screen.findByText(/Port 4318 is in use by node \(pid 812\)\./);
    expect(banner.textContent).toBe(
      'Port 4318 is in use by node (pid 812). gRPC works at localhost:4317. ' +
        'With 4319, point exporters at http://localhost:4319.',
    );
  });

  it('gives way to the free one, and says where exporters now send', async () => {
    const moved = { ...listeningStatus, http: { ...listeningStatus.http, port: 4319 } as never };
    engine.answer('receiver.usePort', () => {
      engine.emit('receiver.changed', moved);
      return moved;
    });
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'Use 4319' }));
    await screen.findByText('Receiving at http://localhost:4319. Point exporters there.');
    expect(engine.calls).toContainEqual({
      method: 'receiver.usePort',
      params: { listener: 'http', port: 4319 },
    });
    await waitFor(() => expect(screen.queryByText(/is in use by/)).toBeNull());
    expect(screen.getAllByText('http://localhost:4319').length).toBeGreaterThan(0);
  });

  it('is tried again', async () => {
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'Retry' }));
    await waitFor(() =>
      expect(engine.calls).toContainEqual({
        method: 'receiver.retry',
        params: { listener: 'http' },
      }),
    );
  });
});

describe('the engine', () => {
  it('says so while it starts again, and offers a restart once it failed', async () => {
    open('/settings');
    await screen.findByRole('heading', { name: 'Receiver' });
    act(() => void engine.setState({ state: 'restarting' }));
    await screen.findByText(/is starting again/);
    act(() => void engine.setState({ state: 'failed', message: 'The engine stopped five times.' }));
    await screen.findByText('The engine stopped five times.');
    fireEvent.click(screen.getByRole('button', { name: 'Restart engine' }));
    expect(engine.shellCalls).toContainEqual({ method: 'engine.restart', params: {} });
    fireEvent.click(screen.getByRole('button', { name: 'Show log' }));
    expect(engine.shellCalls).toContainEqual({ method: 'log.show', params: {} });
  });
});

describe('the store', () => {
  describe('that was refused', () => {
    const refusal = 'This database was written by a newer version.';
    beforeEach(() => {
      engine.answer('store.info', () => ({ ...openStore, state: 'refused', refusal }));
    });

    it('is explained in the place of a view, once, and nothing looks well', async () => {
      open('/connect');
      await screen.findByRole('heading', { name: 'The database was not opened' });
      expect(screen.getByText(refusal)).toBeTruthy();
      expect(screen.queryByRole('button', { name: 'Load sample traces' })).toBeNull();
      expect(screen.getByRole('link', { name: /Not storing/ })).toBeTruthy();
      expect(screen.getAllByText('not storing')).toHaveLength(2);
      expect(screen.getByText('otelier.db not opened')).toBeTruthy();
      fireEvent.click(screen.getByRole('button', { name: 'Show data folder' }));
      expect(engine.shellCalls).toContainEqual({ method: 'data.show', params: {} });
    });

    it('leaves the settings within reach, below a banner', async () => {
      open('/settings');
      await screen.findByRole('heading', { name: 'Receiver' });
      await screen.findByText(`Nothing is stored. ${refusal}`);
      expect(screen.queryByRole('heading', { name: 'The database was not opened' })).toBeNull();
    });

    it('says at once that a file cannot be imported', async () => {
      const message = 'Nothing can be imported while the database is not open.';
      engine.answer('import.start', () => {
        throw new ContractError('store_unavailable', message);
      });
      open('/connect');
      await screen.findByRole('heading', { name: 'The database was not opened' });
      act(() => engine.emitShell('openPaths', ['/runs/a.jsonl']));
      expect(await screen.findByText(message)).toBeTruthy();
    });
  });

  it('that nothing can be salvaged of is not offered to be salvaged again', async () => {
    const path = '/data/otelier-damaged.db';
    engine.answer('store.info', () => ({
      ...openStore,
      notices: [{ code: 'corrupt-set-aside', message: 'What can be read can be copied.', path }],
    }));
    engine.answer('store.salvage', () => {
      throw new ContractError('io', 'Nothing of otelier-damaged.db can be read any more.');
    });
    open('/settings');
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
    engine.answer('store.info', () => ({
      ...openStore,
      notices: [{ code: 'corrupt-set-aside', message, path }],
    }));
    engine.answer('store.dismissNotice', () => {
      engine.emit('store.changed', openStore);
      return null;
    });
    open('/settings');
    await screen.findByText(message);
    fireEvent.click(screen.getByRole('button', { name: 'Salvage' }));
    fireEvent.click(screen.getByRole('button', { name: 'Show file' }));
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(screen.queryByText(message)).toBeNull());
    expect(engine.calls).toContainEqual({ method: 'store.salvage', params: { path } });
    expect(engine.shellCalls).toContainEqual({ method: 'file.show', params: { path } });
  });
});

describe('the palette', () => {
  const openPalette = async () => {
    await screen.findByRole('heading', { name: 'Receiver' });
    press('k', { ctrlKey: true });
    return screen.findByRole('combobox');
  };

  it('finds spans and goes to them with Enter', async () => {
    const hit: TraceHit = {
      traceId,
      spanId,
      name: 'call the model',
      serviceName: 'docs-rag',
      startNs: 1_700_000_000_000_000_000n,
    };
    engine.answer('traces.search', ({ text }) => ('call the model'.includes(text) ? [hit] : []));
    open('/settings');
    const field = await openPalette();
    fireEvent.change(field, { target: { value: 'model' } });
    await screen.findByRole('option', { name: /call the model/ });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(currentLocation().path).toBe(`/traces/${traceId}?span=${spanId}`));
    await waitFor(() => expect(screen.queryByRole('combobox')).toBeNull());
  });

  it('opens a pasted trace id, however it is written', async () => {
    open('/settings');
    const field = await openPalette();
    fireEvent.change(field, { target: { value: ` ${traceId.toUpperCase()} ` } });
    await screen.findByRole('option', { name: /Open trace/ });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(currentLocation().path).toBe(`/traces/${traceId}`));
  });

  it.each(['', '#'])('opens a pasted link that begins with %j', async (sign) => {
    open('/settings');
    const field = await openPalette();
    fireEvent.change(field, { target: { value: `${sign}/traces/${traceId}?span=${spanId}` } });
    await screen.findByRole('option', { name: /Open span/ });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(currentLocation().path).toBe(`/traces/${traceId}?span=${spanId}`));
  });

  it('runs commands, and keys rest while it is open', async () => {
    open('/settings');
    const field = await openPalette();
    press('?', { shiftKey: true });
    expect(screen.queryByRole('dialog', { name: 'All keys' })).toBeNull();
    fireEvent.change(field, { target: { value: 'theme light' } });
    await screen.findByRole('option', { name: /Theme: light/ });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('light'));
  });

  it('offers the commands of the view that is shown, and no others', async () => {
    const criticalPath = vi.fn();
    open('/settings');
    let field = await openPalette();
    fireEvent.change(field, { target: { value: 'critical' } });
    await screen.findByText('Nothing matches “critical”.');
    fireEvent.keyDown(field, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('combobox')).toBeNull());
    const stop = registerCommands({ 'trace.criticalPath': criticalPath });
    field = await openPalette();
    fireEvent.change(field, { target: { value: 'critical' } });
    await screen.findByRole('option', { name: /Critical path on or off/ });
    fireEvent.keyDown(field, { key: 'Enter' });
    stop();
    expect(criticalPath).toHaveBeenCalledTimes(1);
  });

  it('says when nothing matches', async () => {
    open('/settings');
    fireEvent.change(await openPalette(), { target: { value: 'zzzz' } });
    expect(await screen.findByText('Nothing matches “zzzz”.')).toBeTruthy();
  });
});

it('shows all keys', async () => {
  open('/settings');
  await screen.findByRole('heading', { name: 'Receiver' });
  press('?', { shiftKey: true });
  const sheet = await screen.findByRole('dialog', { name: 'All keys' });
  const row = within(sheet).getByText('Go to trace, span or command').parentElement;
  expect(row?.textContent).toContain('Ctrl+K');
  fireEvent.keyDown(sheet, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

describe('the menu and the system', () => {
  it('run the same commands', async () => {
    open('/settings');
    await screen.findByRole('heading', { name: 'Receiver' });
    act(() => engine.emitShell('command', 'go.connect'));
    await waitFor(() => expect(currentLocation().path).toBe('/connect'));
    act(() => engine.emitShell('command', 'no such command'));
    expect(currentLocation().path).toBe('/connect');
  });

  it('import the files they are given', async () => {
    open('/settings');
    await screen.findByRole('heading', { name: 'Receiver' });
    act(() => engine.emitShell('openPaths', ['/runs/a.jsonl', '/runs/b']));
    await waitFor(() =>
      expect(engine.calls).toContainEqual({
        method: 'import.start',
        params: { paths: ['/runs/a.jsonl', '/runs/b'] },
      }),
    );
    expect(currentLocation().path).toBe('/import');
  });
});

describe('dropped files', () => {
  const drag = (name: string, files: readonly File[]) => {
    const event = Object.assign(new Event(name, { bubbles: true, cancelable: true }), {
      dataTransfer: { types: ['Files'], items: files, files, dropEffect: 'none' },
    });
    act(() => void document.body.dispatchEvent(event));
    return event;
  };

  it('are announced while they hover and imported when they fall', async () => {
    open('/settings');
    await screen.findByRole('heading', { name: 'Receiver' });
    const files = [new File([''], 'a.jsonl'), new File([''], 'b.pb')];
    drag('dragenter', files);
    expect(screen.getByText('Drop to import 2 items')).toBeTruthy();
    drag('dragenter', files);
    drag('dragleave', files);
    expect(screen.getByText('Drop to import 2 items')).toBeTruthy();
    expect(drag('dragover', files).defaultPrevented).toBe(true);
    expect(drag('drop', files).defaultPrevented).toBe(true);
    expect(screen.queryByText('Drop to import 2 items')).toBeNull();
    await waitFor(() =>
      expect(engine.calls).toContainEqual({
        method: 'import.start',
        params: { paths: ['/dropped/a.jsonl', '/dropped/b.pb'] },
      }),
    );
  });

  it('go unannounced again when they leave', async () => {
    open('/settings');
    await screen.findByRole('heading', { name: 'Receiver' });
    const files = [new File([''], 'a.jsonl')];
    drag('dragenter', files);
    expect(screen.getByText('Drop to import')).toBeTruthy();
    drag('dragleave', files);
    expect(screen.queryByText('Drop to import')).toBeNull();
  });
});

it('sends a test trace and offers it', async () => {
  engine.answer('receiver.sendTestTrace', () => {
    engine.emit('store.changed', { ...openStore, traces: 1 });
    return { traceId, listener: 'grpc', port: 4317 };
  });
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Send a test trace' }));
  await screen.findByText('Test trace received through localhost:4317.');
  expect(screen.queryByText('The first trace has arrived.')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show' }));
  expect(currentLocation().path).toBe(`/traces/${traceId}`);
});

it('offers no test trace while nothing listens', async () => {
  const taken = { state: 'port-in-use', port: 4318, holder: null, nextFreePort: null } as const;
  engine.answer('receiver.status', () => ({ http: taken, grpc: { ...taken, port: 4317 } }));
  open();
  await screen.findByText('Neither endpoint is listening, so nothing can be sent.');
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Send a test trace' });
  expect(button.disabled).toBe(true);
});

it('says what failed when a command of the window fails', async () => {
  engine.answerShell('data.show', () =>
    // A shell rejects with plain data.
    Promise.reject({ code: 'io', message: 'The folder is gone.' }),
  );
  open('/settings');
  await screen.findByRole('heading', { name: 'Receiver' });
  act(() => engine.emitShell('command', 'data.show'));
  expect(await screen.findByText('The folder is gone.')).toBeTruthy();
});
