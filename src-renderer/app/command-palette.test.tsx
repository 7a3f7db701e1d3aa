import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';

import type { TraceHit } from '@contract/traces';
import type { SpanId, TraceId } from '@domain/units';

import { registerCommands } from '../lib/keyboard';
import { currentLocation } from '../lib/router';
import { FakeProjects } from '../lib/test-support/fake-projects';
import { appWindow } from './test-support/app-window';

const traceId = '0af7651916cd43dd8448eb211c80319c' as TraceId;

const spanId = 'b7ad6b7169203331' as SpanId;

const app = appWindow();

describe('the palette', () => {
  const openPalette = async () => {
    await screen.findByRole('heading', { name: 'Receiver' });
    app.press('k', { ctrlKey: true });
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
    app.engine.answer('traces.search', ({ text }) =>
      'call the model'.includes(text) ? [hit] : [],
    );
    app.open('/settings');
    const field = await openPalette();
    fireEvent.change(field, { target: { value: 'model' } });
    await screen.findByRole('option', { name: /call the model/ });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(currentLocation().path).toBe(`/traces/${traceId}?span=${spanId}`));
    await waitFor(() => expect(screen.queryByRole('combobox')).toBeNull());
  });

  it('opens a pasted trace id, however it is written', async () => {
    app.open('/settings');
    const field = await openPalette();
    fireEvent.change(field, { target: { value: ` ${traceId.toUpperCase()} ` } });
    await screen.findByRole('option', { name: /Open trace/ });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(currentLocation().path).toBe(`/traces/${traceId}`));
  });

  it.each(['', '#'])('opens a pasted link that begins with %j', async (sign) => {
    app.open('/settings');
    const field = await openPalette();
    fireEvent.change(field, { target: { value: `${sign}/traces/${traceId}?span=${spanId}` } });
    await screen.findByRole('option', { name: /Open span/ });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(currentLocation().path).toBe(`/traces/${traceId}?span=${spanId}`));
  });

  it('runs commands, and keys rest while it is open', async () => {
    app.open('/settings');
    const field = await openPalette();
    app.press('?', { shiftKey: true });
    expect(screen.queryByRole('dialog', { name: 'All keys' })).toBeNull();
    fireEvent.change(field, { target: { value: 'theme light' } });
    await screen.findByRole('option', { name: /Theme: light/ });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('light'));
  });

  it('offers the commands of the view that is shown, and no others', async () => {
    const criticalPath = vi.fn();
    app.open('/settings');
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

  it('leads to the traces of a project', async () => {
    new FakeProjects('Default', 'docs-rag').install(app.engine);
    app.open('/settings');
    const field = await openPalette();
    await screen.findByRole('option', { name: /Project: Default/ });
    fireEvent.change(field, { target: { value: 'project: rag' } });
    await waitFor(() =>
      expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
        'Project: docs-rag10 traces',
      ]),
    );
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(currentLocation().path).toBe('/traces?project=1'));
  });

  it('says when nothing matches', async () => {
    app.open('/settings');
    fireEvent.change(await openPalette(), { target: { value: 'zzzz' } });
    expect(await screen.findByText('Nothing matches “zzzz”.')).toBeTruthy();
  });
});
