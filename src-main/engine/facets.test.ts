import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import type { FacetChunk, FacetHeaderChunk } from '@contract/facets';
import { defaultSettings } from '@contract/settings';
import type { TraceRow } from '@contract/traces';
import { NORMALISER_VERSION } from '@domain/facets/facet-row';
import { agentRun, ANSWER } from './queries/test-support/agent-run';
import { logsBody, traceHex, tracesBody } from './queries/test-support/test-store';
import { openReadable, openWritable } from './store/connection';
import { DATABASE_FILE } from './store/file-names';
import { builtFile } from './test-support/built-file';
import { startTestEngine, tempDataDir, type TestEngine } from './test-support/engines';

const testPrice = {
  provider: 'openai',
  model: 'gpt-test',
  inputUsd: 1,
  outputUsd: 10,
  cacheReadUsd: null,
  cacheWriteUsd: null,
  reasoningUsd: null,
  batchFactor: null,
  date: '2026-11-01',
  source: 'mine',
};

async function traces({ client }: TestEngine): Promise<readonly TraceRow[]> {
  const window = await client.call('traces.window', {
    text: '',
    sort: { key: 'start', descending: false },
    offset: 0,
    limit: 500,
    snapshot: null,
    experiment: null,
  });
  return window.rows;
}

async function facetsHeader({ client }: TestEngine, trace: number): Promise<FacetHeaderChunk> {
  const chunks: FacetChunk[] = [];
  await client.call('trace.facets', { traceId: traceHex(trace) }, (chunk) =>
    chunks.push(chunk as FacetChunk),
  );
  const [header] = chunks;
  if (header?.type !== 'header') throw new Error('There is no header.');
  return header;
}

/** Resolves with the header when all spans of the trace that have arrived are understood. */
async function understood(engine: TestEngine, trace: number): Promise<FacetHeaderChunk> {
  for (;;) {
    const header = await facetsHeader(engine, trace);
    if (header.isComplete) return header;
    await sleep(20);
  }
}

describe('what arrives', () => {
  it('is understood by itself, and told', async () => {
    const engine = await startTestEngine(tempDataDir(), { prices: [testPrice] });
    await engine.send('traces', tracesBody(agentRun({ trace: 1, session: 's', user: 'u' })));
    const { keys } = await engine.client.event('traces.facetsChanged');
    expect(keys).toEqual([1]);
    const [row] = await traces(engine);
    expect(row?.facets).toMatchObject({
      modelCallCount: 2,
      toolCallCount: 1,
      outputPreview: ANSWER,
      sessionId: 's',
      userId: 'u',
      cost: { state: 'computed' },
    });
    expect(row?.facets?.cost.usd).toBeCloseTo((250 + 30 * 10) / 1e6, 10);
    await engine.client.event('facets.changed', ({ state }) => state === 'idle');
    expect(await engine.client.call('facets.status', {})).toMatchObject({
      state: 'idle',
      reason: 'arrival',
    });
    expect((await engine.client.call('prices.bundled', {})).entries.length).toBeGreaterThan(100);
    expect(engine.log.lines).toEqual([]);
  });

  it('is understood anew when spans and log records come late', async () => {
    const dataDir = tempDataDir();
    const engine = await startTestEngine(dataDir);
    const [agent, first, tool, last] = agentRun({ trace: 1 });
    if (!agent || !first || !tool || !last) throw new Error('No run.');
    await engine.send('traces', tracesBody([agent, first]));
    expect((await understood(engine, 1)).trace).toMatchObject({
      modelCallCount: 1,
      toolCallCount: 0,
    });
    await engine.send('traces', tracesBody([tool, last]));
    expect((await understood(engine, 1)).trace).toMatchObject({
      modelCallCount: 2,
      toolCallCount: 1,
      outputPreview: ANSWER,
    });
    await engine.send('logs', logsBody([{ trace: 1, span: 2, body: 'late' }]));
    await understood(engine, 1);
    const db = openReadable(join(dataDir, DATABASE_FILE), null);
    expect(db.prepare('SELECT log_count FROM span_facet WHERE span = 2').pluck().get()).toBe(1);
    db.close();
  });

  it('is understood anew when a span is replaced by its end', async () => {
    const engine = await startTestEngine(tempDataDir());
    const [, call] = agentRun({ trace: 1 });
    if (!call) throw new Error('No run.');
    const { 'gen_ai.output.messages': _, ...begun } = call.attributes ?? {};
    await engine.send('traces', tracesBody([{ ...call, endMs: null, attributes: begun }]));
    await understood(engine, 1);
    await engine.send('traces', tracesBody([{ ...call, name: 'ended' }]));
    await understood(engine, 1);
    const view = await engine.client.call('trace.spanView', { spanKey: 1 });
    expect(view.facets.model?.output).toHaveLength(1);
    const header = await facetsHeader(engine, 1);
    expect(header.trace.outputPreview).toContain('get_weather');
  });

  it('keeps its facets through deletion and undo', async () => {
    const engine = await startTestEngine(tempDataDir());
    await engine.send('traces', tracesBody(agentRun({ trace: 1 })));
    await understood(engine, 1);
    const before = await traces(engine);
    const { undoToken } = await engine.client.call('traces.delete', { keys: [1] });
    // Spans that come meanwhile begin a new row, which the undo merges.
    await engine.send('traces', tracesBody([{ trace: 1, span: 9, parent: 1, name: 'late' }]));
    await understood(engine, 1);
    expect((await traces(engine))[0]).toMatchObject({ facets: { modelCallCount: 0 } });
    await engine.client.call('traces.undoDelete', { undoToken });
    await understood(engine, 1);
    const [after] = await traces(engine);
    expect(after).toMatchObject({ spanCount: 5, facets: { modelCallCount: 2 } });
    expect(after?.facets).toEqual(before[0]?.facets);
  });

  it('may be as long as a book, and as many as ten thousand', async () => {
    const engine = await startTestEngine(tempDataDir());
    const question = 'Once upon a time. '.repeat(300_000);
    await engine.send('traces', tracesBody(agentRun({ trace: 1, question })));
    const { trace } = await understood(engine, 1);
    expect(trace).toMatchObject({ modelCallCount: 2, outputPreview: ANSWER });
    expect(trace.inputPreview?.length).toBeLessThanOrEqual(1000);
    const view = await engine.client.call('trace.spanView', { spanKey: 2 });
    expect(view.facets.model?.input[0]?.parts).toEqual([{ type: 'text', text: question }]);

    const [agent, call] = agentRun({ trace: 2 });
    if (!agent || !call) throw new Error('No run.');
    const calls = Array.from({ length: 9_999 }, (_, at) => ({ ...call, span: at + 10 }));
    await engine.send('traces', tracesBody([agent, ...calls]));
    const header = await understood(engine, 2);
    expect(header).toMatchObject({ rowCount: 10_000, trace: { modelCallCount: 9_999 } });
    expect(header.trace.tokens).toMatchObject({ input: 999_900, output: 199_980 });
  }, 60_000);
});

describe('what was stored', () => {
  it('is understood anew by a version that understands more, with progress', async () => {
    const dataDir = tempDataDir();
    const first = await startTestEngine(dataDir);
    for (let trace = 1; trace <= 5; trace += 1) {
      await first.send('traces', tracesBody(agentRun({ trace, startMs: trace })));
    }
    for (let trace = 1; trace <= 5; trace += 1) await understood(first, trace);
    await first.engine.shutdown();
    const db = openWritable(join(dataDir, DATABASE_FILE), null);
    // As a version before this one would have left it.
    db.exec(`UPDATE span_facet SET version = ${NORMALISER_VERSION - 1}, facts = '{"kind":"span"}';
      UPDATE trace SET facet_version = -1; UPDATE trace_facet SET model_call_count = 0`);
    db.close();
    const second = await startTestEngine(dataDir);
    await second.client.event('facets.changed', ({ state }) => state === 'idle');
    const progress = second.client.events.filter(({ name }) => name === 'facets.changed');
    expect(progress[0]?.payload).toMatchObject({ state: 'working', reason: 'update', total: 5 });
    expect(progress.at(-1)?.payload).toEqual({
      state: 'idle',
      reason: 'update',
      done: 5,
      total: 5,
    });
    for (const row of await traces(second)) expect(row.facets?.modelCallCount).toBe(2);
  });

  it('is computed anew with other prices, whenever they were changed', async () => {
    const dataDir = tempDataDir();
    const settings = { prices: [testPrice] };
    const engine = await startTestEngine(dataDir, settings);
    await engine.send('traces', tracesBody(agentRun({ trace: 1 })));
    await understood(engine, 1);
    await engine.client.event('facets.changed', ({ state }) => state === 'idle');
    const prices = [{ ...testPrice, inputUsd: 1000 }];
    await engine.engine.applySettings({
      ...defaultSettings,
      httpPort: 0,
      grpcPort: 0,
      prices,
    });
    await engine.client.event('facets.changed', ({ reason }) => reason === 'prices');
    const costOf = async (of: TestEngine): Promise<number> =>
      (await traces(of))[0]?.facets?.cost.usd ?? 0;
    await expect.poll(() => costOf(engine)).toBeCloseTo((250 * 1000 + 30 * 10) / 1e6, 10);
    expect((await facetsHeader(engine, 1)).trace.cost.usd).toBeCloseTo(0.2503, 10);
    await engine.engine.shutdown();
    const again = await startTestEngine(dataDir, settings);
    await expect.poll(() => costOf(again)).toBeCloseTo((250 + 30 * 10) / 1e6, 10);
  });

  it('is understood in the end, whenever the process was killed', async () => {
    const dataDir = tempDataDir();
    let trace = 0;
    for (let kill = 0; kill < 4; kill += 1) {
      const process = await startEngineProcess(dataDir);
      for (let request = 0; request < 5; request += 1) {
        const spans = Array.from({ length: 40 }, () => agentRun({ trace: (trace += 1) })).flat();
        await process.send(tracesBody(spans));
      }
      await sleep(kill * 80);
      await process.kill();
    }
    const engine = await startTestEngine(dataDir);
    await engine.client.event('facets.changed', ({ state }) => state === 'idle');
    const rows = await traces(engine);
    const db = openReadable(join(dataDir, DATABASE_FILE), null);
    const numberOf = (sql: string): unknown => db.prepare(sql).pluck().get();
    expect(numberOf('SELECT count(*) FROM trace')).toBe(800);
    expect(numberOf('SELECT count(*) FROM trace WHERE facet_version <= 0')).toBe(0);
    expect(numberOf('SELECT count(*) FROM trace_facet WHERE model_call_count = 2')).toBe(800);
    expect(numberOf('SELECT count(*) FROM span_facet')).toBe(3200);
    db.close();
    expect(rows).toHaveLength(500);
  }, 60_000);
});

/** An engine that can be killed. */
async function startEngineProcess(dataDir: string) {
  const config = {
    dataDir,
    pricesFile: builtFile('../../resources/prices.json'),
    settings: { httpPort: 0, grpcPort: 0 },
  };
  const child = spawn(
    process.execPath,
    [builtFile('engine.js'), '--config', JSON.stringify(config)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const port = await new Promise<number>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = /^ready (\d+)/.exec(line);
      if (ready !== null) resolve(Number(ready[1]));
    });
  });
  return {
    async send(body: object): Promise<void> {
      const response = await fetch(`http://127.0.0.1:${port}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
    },
    kill: () =>
      new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}
