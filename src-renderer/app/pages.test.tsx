import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import type { TraceHeaderChunk } from '@contract/columns';
import { ContractError } from '@contract/errors';
import { formatTimeOfDay } from '@domain/format';

import { currentLocation } from '../lib/router';
import {
  importFile,
  importJob,
  listeningStatus,
  openStore,
  quietStats,
} from '../lib/test-support/answers';
import { appWindow } from './test-support/app-window';

const app = appWindow();

describe('connect', () => {
  it('copies the endpoint that is really listened on', async () => {
    const http = { ...listeningStatus.http, port: 5318 } as never;
    app.engine.answer('receiver.status', () => ({ ...listeningStatus, http }));
    app.open('/connect');
    await screen.findByText('http://localhost:5318', { selector: 'code' });
    fireEvent.click(screen.getByRole('button', { name: 'Copy HTTP endpoint' }));
    await screen.findByRole('button', { name: 'Copied' });
    expect(app.engine.shellCalls).toContainEqual({
      method: 'clipboard.writeText',
      params: { text: 'http://localhost:5318' },
    });
  });

  it('copies a snippet as it is shown', async () => {
    app.open('/connect');
    fireEvent.click(await screen.findByRole('tab', { name: 'curl' }));
    const block = await screen.findByRole('region', { name: 'curl, block 1 of 1' });
    fireEvent.click(screen.getByRole('button', { name: 'Copy curl, block 1 of 1' }));
    await waitFor(() =>
      expect(app.engine.shellCalls).toContainEqual({
        method: 'clipboard.writeText',
        params: { text: block.textContent },
      }),
    );
  });

  it('shows the last sender, and what was wrong with what it sent', async () => {
    app.open('/connect');
    await screen.findByText('No request yet. The first sender shows here.');
    const atMs = 1_700_000_000_000;
    act(() =>
      app.engine.emit('ingest.stats', {
        ...quietStats,
        lastRequest: {
          atMs,
          transport: 'http/json',
          userAgent: 'OTel-OTLP-Exporter-Python/1.38.0',
          outcome: 'partial',
          spans: 12,
          message: '2 spans have no trace id.',
        },
      }),
    );
    const time = formatTimeOfDay(atMs, false);
    await screen.findByText(`${time} OTel-OTLP-Exporter-Python/1.38.0, http/json, 12 spans`);
    expect(screen.getByText('2 spans have no trace id.')).toBeTruthy();
  });

  it('loads the samples', async () => {
    app.engine.answer('import.samples', () => ({ jobId: 1 }));
    app.open('/connect');
    fireEvent.click(await screen.findByRole('button', { name: 'Load sample traces' }));
    expect(await screen.findByText('Loading the sample traces.')).toBeTruthy();
    const file = importFile({ spansAdded: 5, traces: 1 });
    act(() => app.engine.emit('import.changed', importJob({ state: 'running', files: [file] })));
    act(() => app.engine.emit('import.changed', importJob({ files: [file, { ...file, id: 2 }] })));
    await screen.findByText('2 sample traces loaded.');
    expect(screen.queryByText('Loading the sample traces.')).toBeNull();
    expect(currentLocation().path).toBe('/traces');
  });

  it('says so where the samples are there already', async () => {
    app.engine.answer('import.samples', () => {
      // The end may be told before the answer.
      app.engine.emit(
        'import.changed',
        importJob({ files: [importFile({ spansAlreadyThere: 5 })] }),
      );
      return { jobId: 1 };
    });
    app.open('/connect');
    fireEvent.click(await screen.findByRole('button', { name: 'Load sample traces' }));
    expect(await screen.findByText('The sample traces are there already.')).toBeTruthy();
  });

  it('leads to the samples that are there, and removes them with a way back', async () => {
    const sample = '3e289017fe03ffd7c4145316d2eb3d0d';
    let removed = false;
    app.engine.answer('trace.open', ({ traceId }, id) => {
      if (traceId !== sample || removed) throw new ContractError('not_found', 'No trace.');
      app.engine.chunk(id, { type: 'header', traceId, row: { key: 7 } } as TraceHeaderChunk);
      return { rows: 0 };
    });
    app.engine.answer('traces.delete', () => {
      removed = true;
      return { deleted: 1, undoToken: 'back' };
    });
    app.engine.answer('traces.undoDelete', () => {
      removed = false;
      return { restored: 1 };
    });
    app.open('/connect');
    const link = await screen.findByRole('link', { name: 'Helm releases' });
    expect(link.getAttribute('href')).toBe(`#/traces/${sample}`);
    fireEvent.click(screen.getByRole('button', { name: 'Remove sample traces' }));
    await screen.findByText('1 sample trace removed');
    expect(app.engine.calls).toContainEqual({ method: 'traces.delete', params: { keys: [7] } });
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Helm releases' })).toBeNull());
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await screen.findByRole('link', { name: 'Helm releases' });
  });
});

describe('import', () => {
  const partial = importFile({
    id: 2,
    name: 'night.jsonl.gz',
    path: '/runs/night.jsonl.gz',
    state: 'partial',
    spansAdded: 9120,
    traces: 212,
    skipped: [
      {
        reason: 'Line is not JSON. It ends before the object closes.',
        count: 9,
        firstLine: 1204,
        firstOffset: 88_000,
        lines: [1204, 1311],
      },
      { reason: 'Span has no trace id.', count: 3, firstLine: null, firstOffset: 4410, lines: [] },
    ],
  });

  it('invites where nothing was imported yet', async () => {
    app.open('/import');
    await screen.findByRole('heading', { name: 'Drop files or folders to import' });
    expect(screen.queryByRole('complementary', { name: 'Imports' })).toBeNull();
  });

  it('follows a job as it goes', async () => {
    app.open('/import');
    await screen.findByRole('heading', { name: 'Drop files or folders to import' });
    const reading = importFile({ state: 'reading', bytesRead: 610_000 });
    act(() =>
      app.engine.emit('import.changed', importJob({ state: 'running', files: [reading, partial] })),
    );
    await screen.findByText('Importing');
    expect(screen.getByRole('progressbar', { name: 'run.jsonl' }).ariaValueNow).toBe('61');
    fireEvent.click(screen.getByRole('button', { name: 'Cancel run.jsonl' }));
    fireEvent.click(screen.getByRole('button', { name: 'Cancel all' }));
    await waitFor(() =>
      expect(app.engine.calls.filter(({ method }) => method === 'import.cancel')).toEqual([
        { method: 'import.cancel', params: { jobId: 1, fileId: 1 } },
        { method: 'import.cancel', params: { jobId: 1, fileId: null } },
      ]),
    );
    act(() => app.engine.emit('import.changed', importJob({ files: [importFile({}), partial] })));
    await screen.findByText('Import done');
    expect(screen.queryByRole('button', { name: 'Cancel all' })).toBeNull();
  });

  it('groups what was skipped by reason, to copy and to save', async () => {
    app.engine.answer('import.jobs', () => [importJob({ files: [partial] })]);
    app.engine.answer('import.skippedText', () => '{"broken\n');
    app.open('/import');
    const table = await screen.findByRole('table', { name: /night\.jsonl\.gz/ });
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
      ['9', 'Line is not JSON. It ends before the object closes.', 'first at line 1,204'],
      ['3', 'Span has no trace id.', 'first at byte 4,410'],
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Copy line numbers of night.jsonl.gz' }));
    fireEvent.click(screen.getByRole('button', { name: 'Save skipped lines' }));
    await waitFor(() =>
      expect(app.engine.shellCalls).toEqual(
        expect.arrayContaining([
          { method: 'clipboard.writeText', params: { text: '1204\n1311' } },
          {
            method: 'dialog.saveText',
            params: { suggestedName: 'skipped-night.jsonl', text: '{"broken\n' },
          },
        ]),
      ),
    );
  });

  it('names a file of another kind for what it is, and shows it', async () => {
    const message = 'This is a Parquet file, not OTLP. Export it as JSON Lines.';
    const file = importFile({ state: 'failed', path: '/runs/spans.parquet', message });
    app.engine.answer('import.jobs', () => [importJob({ files: [file] })]);
    app.open('/import');
    await screen.findByText(message);
    fireEvent.click(screen.getByRole('button', { name: 'Show file' }));
    expect(app.engine.shellCalls).toContainEqual({
      method: 'file.show',
      params: { path: '/runs/spans.parquet' },
    });
  });

  it('does not offer to show a file that is not there', async () => {
    const message = 'There is no such file.';
    const file = importFile({ state: 'failed', bytesRead: 0, bytesTotal: 0, message });
    app.engine.answer('import.jobs', () => [importJob({ files: [file] })]);
    app.open('/import');
    await screen.findByText(message);
    expect(screen.queryByRole('button', { name: 'Show file' })).toBeNull();
  });

  it('keeps earlier imports folded below', async () => {
    app.engine.answer('import.jobs', () => [
      importJob({ id: 2, files: [importFile({ name: 'new.jsonl' })] }),
      importJob({ id: 1, files: [importFile({ name: 'old.jsonl' })] }),
    ]);
    app.open('/import');
    const earlier = await screen.findByRole('button', { name: /^Earlier: 1 file/ });
    expect(screen.queryByText('old.jsonl')).toBeNull();
    fireEvent.click(earlier);
    expect(screen.getByText('old.jsonl')).toBeTruthy();
  });
});

describe('settings', () => {
  const saved = () =>
    app.engine.shellCalls
      .filter(({ method }) => method === 'settings.set')
      .map(({ params }) => params);

  it('saves a port when its field is left, and not one that is wrong', async () => {
    app.open('/settings');
    const field = await screen.findByRole('textbox', { name: 'HTTP port' });
    fireEvent.change(field, { target: { value: '4317' } });
    fireEvent.blur(field);
    expect(screen.getByRole('alert').textContent).toBe('The other listener uses it.');
    expect(saved()).toEqual([]);
    fireEvent.change(field, { target: { value: '5318' } });
    field.focus();
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(saved()).toEqual([{ httpPort: 5318 }]));
  });

  it('shows a port of the environment, where it is from, and lets nobody change it', async () => {
    app.engine.answerShell('ports.ofEnvironment', () => ({
      httpPort: { port: 14318, variable: 'OTELIER_HTTP_PORT' },
      grpcPort: null,
    }));
    app.open('/settings');
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'HTTP port' });
    await waitFor(() => expect(field.value).toBe('14318'));
    expect(field.readOnly).toBe(true);
    const reason = document.getElementById(field.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toContain('From the variable OTELIER_HTTP_PORT');
    expect(reason?.textContent).toContain('the setting is 4318');
    fireEvent.blur(field);
    expect(saved()).toEqual([]);
    const other = screen.getByRole<HTMLInputElement>('textbox', { name: 'gRPC port' });
    expect(other.readOnly).toBe(false);
    fireEvent.change(other, { target: { value: '14318' } });
    expect(screen.getByRole('alert').textContent).toBe('The other listener uses it.');
  });

  it('follows settings that changed elsewhere', async () => {
    app.open('/settings');
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'HTTP port' });
    act(() => app.engine.emitShell('settingsChanged', { ...app.engine.settings, httpPort: 6000 }));
    await waitFor(() => expect(field.value).toBe('6000'));
  });

  it('draws some of a thousand prices and finds the others', async () => {
    const price = {
      provider: null,
      inputUsd: 1,
      outputUsd: 2,
      cacheReadUsd: null,
      cacheWriteUsd: null,
      reasoningUsd: null,
      batchFactor: null,
      date: '',
      source: '',
    };
    const prices = Array.from({ length: 1000 }, (_, at) => ({ ...price, model: `mine-${at}` }));
    app.engine.settings = { ...app.engine.settings, prices };
    app.engine.answer('prices.bundled', () => ({
      date: '2026-11-27',
      entries: [{ ...price, model: 'gpt' }],
    }));
    app.open('/settings');
    await screen.findByText('60 of 1,001 rows are shown; type to find the others.');
    expect(screen.getAllByRole('button', { name: /^Remove price of/ })).toHaveLength(60);
    const field = screen.getByRole('textbox', { name: 'Find price' });
    fireEvent.change(field, { target: { value: 'mine-999' } });
    await screen.findByText('1 of your own, 0 bundled.');
    fireEvent.change(field, { target: { value: 'gpt' } });
    await screen.findByText('0 of your own, 1 bundled.');
  });

  it('paints by theme and row height at once', async () => {
    app.open('/settings');
    fireEvent.click(await screen.findByRole('radio', { name: 'Light' }));
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('light'));
    fireEvent.click(screen.getByRole('radio', { name: '24' }));
    await waitFor(() => expect(document.documentElement.dataset['density']).toBe('compact'));
    expect(saved()).toEqual([{ theme: 'light' }, { density: 'compact' }]);
  });

  it('adds and removes allowed origins', async () => {
    app.open('/settings');
    const field = await screen.findByRole('textbox', { name: 'Add to Allowed origins' });
    fireEvent.change(field, { target: { value: '*' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(screen.getByRole('alert').textContent).toContain('Name each origin');
    fireEvent.change(field, { target: { value: 'https://app.example.com/' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    fireEvent.click(await screen.findByRole('button', { name: 'Remove https://app.example.com' }));
    await waitFor(() =>
      expect(saved()).toEqual([
        { allowedOrigins: ['https://app.example.com'] },
        { allowedOrigins: [] },
      ]),
    );
  });

  it('shows a body limit that is none of the usual ones', async () => {
    app.engine.settings = { ...app.engine.settings, maxBodyBytes: 100 * 1024 * 1024 };
    app.open('/settings');
    const chosen = await screen.findByRole('radio', { name: '100 MiB' });
    expect(chosen.ariaChecked).toBe('true');
    fireEvent.click(screen.getByRole('radio', { name: '256 MiB' }));
    await waitFor(() => expect(saved()).toEqual([{ maxBodyBytes: 256 * 1024 * 1024 }]));
  });

  it('shows where the data is and which version this is', async () => {
    app.engine.answer('store.info', () => ({ ...openStore, traces: 1284, spans: 1 }));
    app.open('/settings');
    await screen.findByText('/data/otelier.db');
    expect(screen.getByText('1,284 traces, 1 span, 0 log records')).toBeTruthy();
    expect(screen.getByText('Otelier 0.1.0')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Show' }));
    expect(app.engine.shellCalls).toContainEqual({ method: 'data.show', params: {} });
  });
});

it('counts metric points in the status bar instead of hiding that they are dropped', async () => {
  app.engine.answer('receiver.stats', () => ({ ...quietStats, metricDataPoints: 1204 }));
  app.open('/settings');
  expect(await screen.findByText('1,204 metric points received, not kept yet')).toBeTruthy();
});
