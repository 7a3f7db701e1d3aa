import { describe, expect, it } from 'vitest';

import type { MethodParams } from '@contract/methods';
import type { TraceRow } from '@contract/traces';
import { traceHex, tracesBody, type SpanSpec } from './queries/test-support/test-store';
import { startTestEngine, tempDataDir, type TestEngine } from './test-support/engines';

const run: SpanSpec = { trace: 1, span: 1, name: 'run', service: 'desk', startMs: 0, endMs: 100 };

async function rows({ client }: TestEngine): Promise<readonly TraceRow[]> {
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

function thumb(more: Partial<MethodParams<'assessments.add'>> = {}) {
  return {
    traceId: traceHex(1),
    spanId: null,
    sessionId: null,
    name: 'helpful',
    kind: 'feedback',
    value: true,
    rationale: null,
    source: { type: 'HUMAN', id: 'you' },
    metadata: {},
    overrides: null,
    ...more,
  } satisfies MethodParams<'assessments.add'>;
}

it('keeps what the user said, whatever becomes of the engine', async () => {
  const dataDir = tempDataDir();
  const first = await startTestEngine(dataDir);
  await first.send('traces', tracesBody([run]));
  const { client } = first;
  await client.call('tags.set', { keys: [1], tags: [{ key: 'env', value: 'dev' }] });
  await client.event('traces.annotated', ({ keys }) => keys?.includes(1) === true);
  const added = await client.call('assessments.add', thumb());
  expect(added).toMatchObject({ name: 'helpful', value: true, isValid: true, origin: 'app' });
  const { id } = await client.call('experiments.create', { name: 'lab' });
  await client.event('experiments.changed');
  await client.call('experiments.moveTraces', { keys: [1], id });
  await first.engine.shutdown();

  const second = await startTestEngine(dataDir);
  expect(await rows(second)).toMatchObject([
    {
      experimentId: id,
      tags: [{ key: 'env', value: 'dev' }],
      assessments: [{ name: 'helpful', kind: 'feedback', value: true, spanId: null }],
    },
  ]);
  const experiments = await second.client.call('experiments.list', {});
  expect(experiments.map(({ name, traceCount }) => [name, traceCount])).toEqual([
    ['Default', 0],
    ['desk', 0],
    ['lab', 1],
  ]);
});

describe('feedback', () => {
  it('is deleted, brought back, and overridden', async () => {
    const engine = await startTestEngine(tempDataDir());
    const { client } = engine;
    await engine.send('traces', tracesBody([run]));
    const first = await client.call('assessments.add', thumb());
    const second = await client.call(
      'assessments.add',
      thumb({ value: false, overrides: first.id }),
    );
    const valid = async (): Promise<unknown[]> =>
      (await client.call('assessments.ofTrace', { traceId: traceHex(1) })).map((each) => [
        each.value,
        each.isValid,
      ]);
    expect(await valid()).toEqual([
      [true, false],
      [false, true],
    ]);
    const { undoToken } = await client.call('assessments.delete', { id: second.id });
    expect(await valid()).toEqual([[true, true]]);
    await client.call('assessments.restore', { undoToken });
    expect(await valid()).toEqual([
      [true, false],
      [false, true],
    ]);
    await expect(client.call('assessments.restore', { undoToken })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(client.call('assessments.delete', { id: 'gone' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('of a session, and its names and distribution, are found', async () => {
    const engine = await startTestEngine(tempDataDir());
    const { client } = engine;
    await engine.send('traces', tracesBody([run, { ...run, trace: 2, span: 2 }]));
    await client.call('assessments.add', thumb({ sessionId: 's-1', name: 'tone', value: 'calm' }));
    await client.call('assessments.add', thumb());
    await client.call('assessments.add', thumb({ traceId: traceHex(2), value: false }));
    for (const value of [1, 2, 2.5]) {
      await client.call('assessments.add', thumb({ name: 'score', value }));
    }
    const ofSession = await client.call('assessments.ofSession', { sessionId: 's-1' });
    expect(ofSession.map(({ name, value }) => [name, value])).toEqual([['tone', 'calm']]);
    expect(await client.call('assessments.names', { experiment: null })).toEqual([
      { name: 'score', kind: 'feedback', valueType: 'number', count: 3 },
      { name: 'helpful', kind: 'feedback', valueType: 'boolean', count: 2 },
      { name: 'tone', kind: 'feedback', valueType: 'text', count: 1 },
    ]);
    const spread = (name: string) =>
      client.call('assessments.distribution', {
        name,
        kind: 'feedback',
        text: '',
        experiment: null,
      });
    expect(await spread('helpful')).toMatchObject({
      count: 2,
      valueType: 'boolean',
      mean: 0.5,
      buckets: [
        { label: 'false', count: 1 },
        { label: 'true', count: 1 },
      ],
    });
    expect(await spread('score')).toMatchObject({
      mean: 5.5 / 3,
      buckets: [{ count: 1 }, { count: 1 }, { from: 2.5, count: 1 }],
    });
    expect(await spread('nobody said')).toMatchObject({ count: 0, buckets: [] });
  });
});

it('suggests tags in use, the most used first', async () => {
  const engine = await startTestEngine(tempDataDir());
  const { client } = engine;
  await engine.send('traces', tracesBody([run, { ...run, trace: 2, span: 2 }]));
  const set = (keys: number[], key: string, value: string) =>
    client.call('tags.set', { keys, tags: [{ key, value }] });
  await set([1, 2, 77], 'regression', '');
  await set([1], 'region', 'eu');
  await set([1], 'mlflow.hidden', 'region');
  const suggest = (text: string, experiment: number | null = null) =>
    client.call('tags.suggest', { text, limit: 10, experiment });
  expect(await suggest('reg')).toEqual([
    { key: 'regression', value: '', traceCount: 2 },
    { key: 'region', value: 'eu', traceCount: 1 },
  ]);
  await client.call('traces.delete', { keys: [2] });
  await client.call('tags.remove', { keys: [1], tagKeys: ['region'] });
  expect(await suggest('')).toEqual([{ key: 'regression', value: '', traceCount: 1 }]);
  // Those of one project, counted in it.
  const { id } = await client.call('experiments.create', { name: 'other' });
  expect(await suggest('', id)).toEqual([]);
  await client.call('experiments.moveTraces', { keys: [1], id });
  expect(await suggest('', id)).toEqual([{ key: 'regression', value: '', traceCount: 1 }]);
});

it('stores what spans tell beside what the user says', async () => {
  const engine = await startTestEngine(tempDataDir());
  const { client } = engine;
  const tagged: SpanSpec = {
    ...run,
    attributes: {
      'langfuse.trace.tags': '["staging","demo"]',
      'mlflow.traceTag.env': 'dev',
      'gen_ai.operation.name': 'chat',
      'gen_ai.evaluation.name': 'Relevance',
      'gen_ai.evaluation.score.value': 4,
      'gen_ai.evaluation.explanation': 'on the point',
    },
  };
  await engine.send('traces', tracesBody([tagged]));
  await client.event('traces.facetsChanged');
  expect(await rows(engine)).toMatchObject([
    {
      tags: [
        { key: 'demo', value: '' },
        { key: 'env', value: 'dev' },
        { key: 'staging', value: '' },
      ],
      assessments: [{ name: 'Relevance', value: 4 }],
    },
  ]);
  const [told] = await client.call('assessments.ofTrace', { traceId: traceHex(1) });
  expect(told).toMatchObject({ origin: 'span', rationale: 'on the point', source: { id: 'run' } });
  await expect(client.call('assessments.delete', { id: told?.id ?? '' })).rejects.toMatchObject({
    code: 'conflict',
  });
});

it('deletes a project with its traces, and brings both back', async () => {
  const engine = await startTestEngine(tempDataDir());
  const { client } = engine;
  await engine.send('traces', tracesBody([run]));
  const { deleted, undoToken } = await client.call('experiments.delete', { id: 1 });
  expect(deleted).toBe(1);
  expect(await rows(engine)).toEqual([]);
  expect(await client.call('experiments.list', {})).toHaveLength(1);
  expect(await client.call('traces.undoDelete', { undoToken })).toEqual({ restored: 1 });
  expect(await rows(engine)).toMatchObject([{ experimentId: 1 }]);
  await expect(client.call('experiments.delete', { id: 0 })).rejects.toMatchObject({
    code: 'conflict',
  });
});
