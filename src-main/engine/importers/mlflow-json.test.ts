import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ImportFile } from '@contract/import';
import { decodeTracesProtobuf } from '@domain/otlp/decode-protobuf';
import { afterAll, describe, expect, it } from 'vitest';

import { committedOutcome, nothingWritten } from '../ingest-outcome';
import type { TellOutcome, ToldTrace } from './delivery';
import { FileImport } from './file-import';

const folder = mkdtempSync(join(tmpdir(), 'otelier-mlflow-'));
afterAll(() => rmSync(folder, { recursive: true }));

const captures = new URL('../../domain/mlflow/test-support/data/', import.meta.url);

function captured(name: string): string {
  return readFileSync(new URL(name, captures), 'utf8');
}

interface Imported {
  readonly file: ImportFile;
  readonly requests: number[];
  readonly told: ToldTrace[];
  readonly skipped: string;
}

const taken: TellOutcome = { status: 'committed', project: { id: 1, name: 'Experiment 1' } };

/** `answers` are those to what is told, one after the other; further ones are good. */
async function importText(text: string, answers: TellOutcome[] = []): Promise<Imported> {
  const path = join(folder, 'traces.json');
  const bytes = Buffer.from(text);
  writeFileSync(path, bytes);
  const requests: number[] = [];
  const told: ToldTrace[] = [];
  const fileImport = new FileImport(
    { id: 1, path, name: 'traces.json', bytesTotal: bytes.length },
    {
      submit(_signal, _encoding, body) {
        const decoded = decodeTracesProtobuf(new Uint8Array(body));
        requests.push(decoded.spans.length);
        const written = { ...nothingWritten, added: decoded.spans.length, traceKeys: [1] };
        return Promise.resolve(committedOutcome(decoded, written));
      },
      tell(one) {
        told.push(one);
        return Promise.resolve(answers.shift() ?? taken);
      },
    },
    () => undefined,
  );
  await fileImport.run();
  return { file: fileImport.snapshot(), requests, told, skipped: fileImport.skippedText() };
}

describe('import of MLflow JSON', () => {
  it('sends the spans of what to_json wrote, then tells what is told beside them', async () => {
    const { file, requests, told } = await importText(captured('to-json-3.11.json'));
    expect(file).toMatchObject({
      state: 'done',
      format: 'MLflow JSON',
      spansAdded: 3,
      traces: 1,
      skipped: [],
      message: '',
    });
    expect(requests).toEqual([3]);
    expect(told).toHaveLength(1);
    expect(told[0]?.info).toMatchObject({ clientRequestId: 'creq-1', experimentId: 1 });
    expect(told[0]?.tags).toContainEqual({ key: 'env', value: 'dev' });
    expect(told[0]?.assessments).toHaveLength(4);
  });

  it.each([
    ['one a line', '\n', '', ''],
    ['as a list', ',', '[', ']'],
    ['as an answer', ',', '{"traces": [', ']}'],
  ])('takes several %s', async (_, between, before, after) => {
    const line = JSON.stringify(JSON.parse(captured('rich-to-json-3.6.json')));
    const { file, told } = await importText(`${before}${[line, line].join(between)}${after}`);
    expect(file).toMatchObject({ state: 'done', format: 'MLflow JSON', spansAdded: 6 });
    expect(told).toHaveLength(2);
  });

  it('takes what the TypeScript SDK and the server write', async () => {
    const artifact = await importText(captured('typescript-0.2.0-traces.json'));
    expect(artifact.file).toMatchObject({ state: 'done', spansAdded: 2 });
    expect(artifact.told).toEqual([]);
    const answer = await importText(captured('batch-get-3.17.json'));
    expect(answer.file).toMatchObject({ state: 'done', spansAdded: 3 });
    expect(answer.told).toHaveLength(1);
  });

  it('takes a trace of 10 MB whole and sends its spans in parts', async () => {
    const trace = JSON.parse(captured('typescript-0.2.0-traces.json')) as { spans: object[] };
    const spans = Array.from({ length: 450 }, (_, at) => ({
      ...trace.spans[0],
      span_id: Buffer.from((at + 1).toString(16).padStart(16, '0'), 'hex').toString('base64'),
      start_time_unix_nano: 1_795_245_394,
      events: [{ name: 'x'.repeat(25_000), time_unix_nano: 1, attributes: {} }],
    }));
    const text = JSON.stringify({ spans }, null, 1);
    expect(text.length).toBeGreaterThan(9 * 1024 * 1024);
    const { file, requests } = await importText(text);
    expect(file).toMatchObject({ state: 'done', format: 'MLflow JSON', spansAdded: 450 });
    expect(requests).toEqual([200, 200, 50]);
  });

  it('says what was skipped, by reason', async () => {
    const broken = captured('to-json-3.11.json')
      .replace('"gOddwyovK7w="', '"no id"')
      .replace('"NdGXiLksV8k="', '"none either"');
    const { file, skipped } = await importText(broken);
    expect(file).toMatchObject({
      state: 'partial',
      spansAdded: 1,
      skipped: [
        { reason: 'A span was left out. span_id: a span id was expected.', count: 2, firstLine: 1 },
      ],
    });
    expect(skipped.split('\n')[0]).toContain('"span_id":"no id"');
  });

  it('says that a search answers without spans', async () => {
    const { info } = JSON.parse(captured('to-json-3.11.json')) as { info: object };
    const { file, told } = await importText(JSON.stringify({ traces: [info] }));
    expect(file.state).toBe('failed');
    expect(file.message).toBe('Nothing in the file could be read as MLflow JSON.');
    expect(file.skipped[0]?.reason).toContain('came without its spans');
    expect(told).toEqual([]);
  });

  it('names both formats where what is torn, or of another kind, tells neither', async () => {
    const torn = await importText(captured('to-json-3.11.json').slice(0, 2000));
    expect(torn.file.message).toBe('Nothing in the file could be read as OTLP or MLflow JSON.');
    const other = await importText('{"name": "package", "version": "1"}');
    expect(other.file.message).toMatch(/neither OTLP nor MLflow JSON.* as MLflow’s trace JSON/);
    expect(other.file.skipped[0]?.reason).toContain('info and data');
  });

  it('tells again where the store is away, and says what it refuses', async () => {
    const away = { status: 'unavailable', message: 'The database is busy.' } as const;
    const again = await importText(captured('to-json-3.11.json'), [away, taken]);
    expect(again.told).toHaveLength(2);
    expect(again.file.state).toBe('done');
    const refused = { status: 'failed', message: 'No room.' } as const;
    const { file } = await importText(captured('to-json-3.11.json'), [refused]);
    expect(file).toMatchObject({
      state: 'partial',
      skipped: [{ reason: 'What is told of the trace was refused: No room.' }],
    });
  });

  it('takes values of any depth and names of any kind', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const text = captured('typescript-0.2.0-traces.json')
      .replace('"mlflow.spanInputs":', `"__proto__":{"a":1},"deep":${deep},"mlflow.spanInputs":`)
      .replace('"spans":', `"deep":${deep},"spans":`);
    const { file } = await importText(text);
    expect(file).toMatchObject({ state: 'done', spansAdded: 2 });
  });

  it('takes no trace of others for one of MLflow', async () => {
    const { file } = await importText('{"data": [{"traceID": "1", "spans": []}]}');
    expect(file.message).toContain('a Jaeger API answer');
    const { file: list } = await importText('{"spans": [{"traceId": "1"}]}');
    expect(list.message).toContain('a list of SDK spans');
  });
});
