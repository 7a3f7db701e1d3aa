import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import type { TraceId } from '@domain/units';

import { currentLocation } from '../lib/router';
import { openStore } from '../lib/test-support/answers';
import { appWindow } from './test-support/app-window';

const traceId = '0af7651916cd43dd8448eb211c80319c' as TraceId;

const app = appWindow();

describe('the first view', () => {
  it('is the welcome page for an empty store', async () => {
    app.open();
    await screen.findByRole('heading', { name: 'Waiting for the first trace' });
    expect(currentLocation().path).toBe('/connect');
    expect(currentLocation().canGoBack).toBe(false);
  });

  it('is the trace list where there are traces', async () => {
    app.engine.answer('store.info', () => ({ ...openStore, traces: 3 }));
    app.open();
    await waitFor(() => expect(currentLocation().path).toBe('/traces'));
  });

  it('is the place a link names', async () => {
    app.open('/settings');
    await screen.findByRole('heading', { name: 'Receiver' });
    expect(currentLocation().path).toBe('/settings');
  });
});

describe('the first trace', () => {
  const arrive = () => act(() => app.engine.emit('store.changed', { ...openStore, traces: 1 }));

  it('moves an untouched welcome page on to the list', async () => {
    app.open();
    await screen.findByText('Waiting for the first trace');
    arrive();
    await waitFor(() => expect(currentLocation().path).toBe('/traces'));
  });

  it('still moves on after a snippet was chosen and copied', async () => {
    app.open();
    fireEvent.pointerDown(await screen.findByRole('tab', { name: 'Python' }));
    fireEvent.click(screen.getByRole('tab', { name: 'Python' }));
    const copy = await screen.findByRole('button', { name: 'Copy Python, block 1 of 2' });
    fireEvent.pointerDown(copy);
    arrive();
    await waitFor(() => expect(currentLocation().path).toBe('/traces'));
  });

  it('only offers the list to who has begun something', async () => {
    app.open();
    fireEvent.pointerDown(await screen.findByText('Or look around first'));
    arrive();
    await screen.findByText('The first trace has arrived.');
    expect(currentLocation().path).toBe('/connect');
    fireEvent.click(screen.getByRole('button', { name: 'Show' }));
    expect(currentLocation().path).toBe('/traces');
  });
});

it('shows all keys', async () => {
  app.open('/settings');
  await screen.findByRole('heading', { name: 'Receiver' });
  app.press('?', { shiftKey: true });
  const sheet = await screen.findByRole('dialog', { name: 'All keys' });
  const row = within(sheet).getByText('Go to trace, span or command').parentElement;
  expect(row?.textContent).toContain('Ctrl+K');
  fireEvent.keyDown(sheet, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

describe('the menu and the system', () => {
  it('run the same commands', async () => {
    app.open('/settings');
    await screen.findByRole('heading', { name: 'Receiver' });
    act(() => app.engine.emitShell('command', 'go.connect'));
    await waitFor(() => expect(currentLocation().path).toBe('/connect'));
    act(() => app.engine.emitShell('command', 'no such command'));
    expect(currentLocation().path).toBe('/connect');
  });

  it('import the files they are given', async () => {
    app.open('/settings');
    await screen.findByRole('heading', { name: 'Receiver' });
    act(() => app.engine.emitShell('openPaths', ['/runs/a.jsonl', '/runs/b']));
    await waitFor(() =>
      expect(app.engine.calls).toContainEqual({
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
    app.open('/settings');
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
      expect(app.engine.calls).toContainEqual({
        method: 'import.start',
        params: { paths: ['/dropped/a.jsonl', '/dropped/b.pb'] },
      }),
    );
  });

  it('go unannounced again when they leave', async () => {
    app.open('/settings');
    await screen.findByRole('heading', { name: 'Receiver' });
    const files = [new File([''], 'a.jsonl')];
    drag('dragenter', files);
    expect(screen.getByText('Drop to import')).toBeTruthy();
    drag('dragleave', files);
    expect(screen.queryByText('Drop to import')).toBeNull();
  });
});

it('sends a test trace and offers it', async () => {
  app.engine.answer('receiver.sendTestTrace', () => {
    app.engine.emit('store.changed', { ...openStore, traces: 1 });
    return { traceId, listener: 'grpc', port: 4317 };
  });
  app.open();
  fireEvent.click(await screen.findByRole('button', { name: 'Send a test trace' }));
  await screen.findByText('Test trace received through localhost:4317.');
  expect(screen.queryByText('The first trace has arrived.')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show' }));
  expect(currentLocation().path).toBe(`/traces/${traceId}`);
});

it('offers no test trace while nothing listens', async () => {
  const taken = { state: 'port-in-use', port: 4318, holder: null, nextFreePort: null } as const;
  app.engine.answer('receiver.status', () => ({ http: taken, grpc: { ...taken, port: 4317 } }));
  app.open();
  await screen.findByText('Neither endpoint is listening, so nothing can be sent.');
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Send a test trace' });
  expect(button.disabled).toBe(true);
});

it('says what failed when a command of the window fails', async () => {
  app.engine.answerShell('data.show', () =>
    // A shell rejects with plain data.
    Promise.reject({ code: 'io', message: 'The folder is gone.' }),
  );
  app.open('/settings');
  await screen.findByRole('heading', { name: 'Receiver' });
  act(() => app.engine.emitShell('command', 'data.show'));
  expect(await screen.findByText('The folder is gone.')).toBeTruthy();
});
