import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { ImportFile } from '@contract/import';
import type { TraceRow } from '@contract/traces';
import { startTestEngine, tempDataDir, type TestEngine } from './test-support/engines';

function capture(name: string): string {
  return fileURLToPath(new URL(`../domain/mlflow/test-support/data/${name}`, import.meta.url));
}

let dataDir: string;
let engine: TestEngine;
beforeEach(async () => {
  dataDir = tempDataDir();
  engine = await startTestEngine(dataDir);
  await engine.engine.storeOpened;
});

async function importFile(path: string): Promise<ImportFile> {
  const { jobId } = await engine.client.call('import.start', { paths: [path] });
  return vi.waitFor(async () => {
    const job = (await engine.client.call('import.jobs', {})).find(({ id }) => id === jobId);
    if (job?.state !== 'done' || job.files[0] === undefined) throw new Error('It goes on.');
    return job.files[0];
  });
}

async function rows(): Promise<readonly TraceRow[]> {
  const { rows: found } = await engine.client.call('traces.window', {
    text: '',
    sort: { key: 'start', descending: true },
    offset: 0,
    limit: 10,
    snapshot: null,
    experiment: null,
  });
  return found;
}

interface MlflowSpan {
  readonly links?: unknown;
  readonly kind?: string;
  readonly attributes: Record<string, string>;
}

interface MlflowJson {
  info: { tags: unknown; assessments: { assessment_id: string }[]; trace_location: unknown };
  data: { spans: MlflowSpan[] };
}

function exportedText(keys: readonly number[]): Promise<string> {
  return engine.client.call('traces.mlflowJson', { keys: [...keys] });
}

async function exported(keys: readonly number[]): Promise<unknown> {
  return JSON.parse(await exportedText(keys));
}

/** Without what MLflow has come to write later, and in an order that is none. */
function comparable({ info, data }: MlflowJson): unknown {
  const byId = [...info.assessments].sort((a, b) => (a.assessment_id < b.assessment_id ? -1 : 1));
  return {
    info: { ...info, assessments: byId },
    spans: data.spans.map(({ links = [], kind = 'SPAN_KIND_INTERNAL', ...span }) => ({
      ...span,
      links,
      kind,
    })),
  };
}

describe('MLflow JSON through the engine', () => {
  it('comes out as it went in', async () => {
    const path = capture('to-json-3.11.json');
    expect(await importFile(path)).toMatchObject({ state: 'done', spansAdded: 3, traces: 1 });
    const [row] = await rows();
    expect(row).toMatchObject({
      rootName: 'agent',
      experimentId: 1,
      spanCount: 3,
      tags: [{ key: 'env', value: 'dev' }],
    });
    const again = (await exported([row?.key ?? 0])) as MlflowJson;
    const before = JSON.parse(readFileSync(path, 'utf8')) as MlflowJson;
    expect(comparable(again)).toEqual(comparable(before));
  });

  it('adds nothing where a file is imported twice, not even from its own export', async () => {
    const path = capture('rich-to-json-3.18.json');
    await importFile(path);
    const [row] = await rows();
    const first = await exportedText([row?.key ?? 0]);
    expect(await importFile(path)).toMatchObject({ spansAdded: 0, spansAlreadyThere: 3 });
    const own = join(dataDir, 'own.json');
    writeFileSync(own, first);
    expect(await importFile(own)).toMatchObject({ spansAdded: 0, spansAlreadyThere: 3 });
    expect(await rows()).toHaveLength(1);
    expect(await exportedText([row?.key ?? 0])).toBe(first);
  });

  it('says which project the traces of a file went into, and names a new one after the file', async () => {
    const path = capture('to-json-3.11.json');
    const made = { id: 1, name: 'Experiment 1 (to-json-3.11.json)' };
    expect(await importFile(path)).toMatchObject({ projects: [made] });
    // Where the number is known, it is that project that they are in.
    await engine.client.call('experiments.rename', { id: 1, name: 'my project' });
    expect(await importFile(path)).toMatchObject({ projects: [{ id: 1, name: 'my project' }] });
    // Ids of MLflow's file store fit no number; they come out as they came in.
    const id = '518367450349221234';
    const own = join(dataDir, 'own.json');
    const text = readFileSync(path, 'utf8')
      .replaceAll('3ced577b6c7d19a8fc4f70e84f9384f6', 'ab'.repeat(16))
      .replace(/"experiment_id": *"1"/, `"experiment_id": "${id}"`)
      .replace(/"trace_id": *"[A-Za-z0-9+/]{22}=="/g, `"trace_id": "${'qw'.repeat(11)}=="`);
    writeFileSync(own, text);
    const file = await importFile(own);
    expect(file.projects).toMatchObject([{ name: id }]);
    const exportedAgain = (await exported(file.traceKeys)) as MlflowJson;
    expect(exportedAgain.info.trace_location).toMatchObject({
      mlflow_experiment: { experiment_id: id },
    });
  });

  it('keeps the whole of a span that is stored already', async () => {
    const attributes = [{ key: 'gen_ai.request.model', value: { stringValue: 'gpt-4o' } }];
    const span = {
      traceId: 'ab'.repeat(16),
      spanId: 'cd'.repeat(8),
      name: 'chat',
      startTimeUnixNano: '1700000000000000000',
      endTimeUnixNano: '1700000000500000000',
      attributes,
    };
    const resource = {
      attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }],
    };
    await engine.send('traces', {
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 's' }, spans: [span] }] }],
    });
    const [row] = await rows();
    const own = join(dataDir, 'own.json');
    writeFileSync(own, await exportedText([row?.key ?? 0]));
    expect(await importFile(own)).toMatchObject({ spansAdded: 0, spansAlreadyThere: 1 });
    expect((await rows())[0]).toMatchObject({ serviceName: 'shop' });
  });

  it('says in words of MLflow what a span of others means, and saves several as a list', async () => {
    await importFile(capture('to-json-3.11.json'));
    await engine.send('traces', {
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  traceId: 'ab'.repeat(16),
                  spanId: 'cd'.repeat(8),
                  name: 'chat gpt-4o',
                  startTimeUnixNano: '1700000000000000000',
                  endTimeUnixNano: '1700000000500000000',
                  attributes: [
                    { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
                    { key: 'gen_ai.request.model', value: { stringValue: 'gpt-4o' } },
                    { key: 'gen_ai.usage.input_tokens', value: { intValue: '3' } },
                    {
                      key: 'gen_ai.input.messages',
                      value: {
                        stringValue: '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]',
                      },
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
    const keys = (await rows()).map(({ key }) => key);
    const traces = (await exported(keys)) as MlflowJson[];
    expect(traces).toHaveLength(2);
    const attributes = traces[1]?.data.spans[0]?.attributes ?? {};
    expect(JSON.parse(attributes['mlflow.spanType'] ?? '')).toBe('CHAT_MODEL');
    expect(JSON.parse(attributes['mlflow.spanInputs'] ?? '')).toEqual({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Hi' }],
    });
    expect(attributes['gen_ai.request.model']).toBe('"gpt-4o"');
    expect(attributes['mlflow.traceRequestId']).toBe(`"tr-${'ab'.repeat(16)}"`);
  });

  it('says that traces are gone', async () => {
    await expect(exported([7])).rejects.toMatchObject({ code: 'not_found' });
  });
});
