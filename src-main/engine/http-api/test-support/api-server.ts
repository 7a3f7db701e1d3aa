/** An engine with a socket, asked as SDKs ask it; one for all tests of a file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';

import { afterAll, beforeAll, vi } from 'vitest';

import { defaultSettings, type Settings } from '@contract/settings';
import { startEngine, type Engine } from '../../engine';
import { fromNodePort } from '../../port';
import { portOf } from '../../receiver/test-support/start-receiver';
import { send, type HttpCall } from '../../receiver/test-support/http-client';
import { openReadable } from '../../store/connection';
import { DATABASE_FILE } from '../../store/file-names';
import { builtFile } from '../../test-support/built-file';
import { RpcClient } from '../../test-support/rpc-client';
import { createTestLog } from '../../test-support/test-log';

/** JSON whose shape the test knows. */
export type Json = ReturnType<typeof JSON.parse>;

export interface ApiAnswer {
  readonly status: number;
  /** Undefined where the body is no JSON. */
  readonly json: Json;
  readonly text: string;
}

type Extra = Pick<HttpCall, 'headers'>;

export class ApiServer {
  engine!: Engine;
  client!: RpcClient;

  constructor(private readonly dataDir: string) {}

  get port(): number {
    return portOf(this.engine.status().http);
  }

  get(path: string, extra: Extra = {}): Promise<ApiAnswer> {
    return this.ask('GET', path, undefined, extra);
  }

  post(path: string, body: object, extra: Extra = {}): Promise<ApiAnswer> {
    return this.ask('POST', path, body, extra);
  }

  async ask(
    method: string,
    path: string,
    body?: object | string | Uint8Array,
    { headers = {} }: Extra = {},
  ): Promise<ApiAnswer> {
    const isBytes = typeof body === 'string' || body instanceof Uint8Array;
    const { status, text } = await send({
      port: this.port,
      method,
      path,
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isBytes ? body : JSON.stringify(body) }),
    });
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status, json, text };
  }

  /** Sends spans as OTLP/JSON; rejects on anything but 200. */
  async export(spans: readonly object[], headers: Record<string, string> = {}): Promise<void> {
    const body = {
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'team', value: { stringValue: 'search' } }] },
          scopeSpans: [{ scope: { name: 'test', version: '1' }, spans }],
        },
      ],
    };
    const { status, text } = await this.post('/v1/traces', body, { headers });
    if (status !== 200) throw new Error(`HTTP ${status}: ${text}`);
  }

  /** Tells a new trace as SDKs do at its end; its id as MLflow writes it. */
  async tell(more: object = {}): Promise<string> {
    const trace = newTrace();
    const { status, text } = await this.post('/api/3.0/mlflow/traces', traceInfo(trace, more));
    if (status !== 200) throw new Error(`HTTP ${status}: ${text}`);
    return `tr-${trace}`;
  }

  /** Once all that was sent is understood. */
  async understood(): Promise<void> {
    const db = openReadable(join(this.dataDir, DATABASE_FILE), null);
    const countDue = db
      .prepare<[], number>(
        'SELECT count(*) FROM trace WHERE facet_version <= 0 AND deleted_at_ms IS NULL',
      )
      .pluck();
    try {
      await vi.waitUntil(() => countDue.get() === 0, { interval: 10, timeout: 20_000 });
    } finally {
      db.close();
    }
  }
}

/** To be called at the top of a file. */
export function apiServerOfFile(settings: Partial<Settings> = {}): ApiServer {
  const dataDir = mkdtempSync(join(tmpdir(), 'otelier-api-'));
  const server = new ApiServer(dataDir);
  beforeAll(async () => {
    server.engine = await startEngine({
      dataDir,
      samplesDir: join(dataDir, 'samples'),
      pricesFile: builtFile('../../resources/prices.json'),
      appVersion: '0.0.0',
      sqliteBinding: null,
      settings: { ...defaultSettings, httpPort: 0, grpcPort: 0, ...settings },
      log: createTestLog(),
      workerFiles: {
        ingest: builtFile('ingest-worker.js'),
        reader: builtFile('reader-worker.js'),
        importer: builtFile('importer-worker.js'),
        facets: builtFile('facet-worker.js'),
      },
    });
    const { port1, port2 } = new MessageChannel();
    server.engine.connect(fromNodePort(port1));
    server.client = new RpcClient(port2);
  });
  afterAll(async () => {
    await server.engine.shutdown();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return server;
}

const BASE_NS = 1_795_245_104_458_000_000n;
let lastTrace = 0;

/** 32 hex digits that no other trace of the file has. */
export function newTrace(): string {
  lastTrace += 1;
  return lastTrace.toString(16).padStart(32, 'a');
}

export interface SpanSpec {
  readonly trace: string;
  readonly span: number;
  readonly parent?: number;
  readonly name?: string;
  /** Milliseconds after 2026-11-21T07:11:44.458Z; null leaves the end open. */
  readonly fromMs?: number;
  readonly toMs?: number | null;
  /** 0 unset, 1 ok, 2 error. */
  readonly status?: number;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly more?: object;
}

export function spanHex(span: number): string {
  return span.toString(16).padStart(16, '0');
}

/** A span of OTLP/JSON. */
export function span(spec: SpanSpec): object {
  const { fromMs = 0, toMs = 265 } = spec;
  const at = (ms: number): string => String(BASE_NS + BigInt(ms) * 1_000_000n);
  return {
    traceId: spec.trace,
    spanId: spanHex(spec.span),
    ...(spec.parent === undefined ? {} : { parentSpanId: spanHex(spec.parent) }),
    name: spec.name ?? `span ${spec.span}`,
    kind: 1,
    startTimeUnixNano: at(fromMs),
    endTimeUnixNano: toMs === null ? '0' : at(toMs),
    attributes: Object.entries(spec.attributes ?? {}).map(([key, value]) => ({
      key,
      value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
    })),
    ...(spec.status === undefined ? {} : { status: { code: spec.status } }),
    ...spec.more,
  };
}

/** As Python's SDK tells it at the end of a trace. */
export function traceInfo(trace: string, more: object = {}): object {
  return {
    trace: {
      trace_info: {
        trace_id: `tr-${trace}`,
        client_request_id: `creq-${trace.slice(-4)}`,
        trace_location: {
          type: 'MLFLOW_EXPERIMENT',
          mlflow_experiment: { experiment_id: '1' },
        },
        request_time: '2026-11-21T07:11:44.458Z',
        execution_duration: '0.265s',
        state: 'OK',
        request_preview: 'Hello',
        response_preview: '"Hi there"',
        trace_metadata: {
          'mlflow.trace_schema.version': '3',
          'mlflow.trace.session': 's1',
          'mlflow.trace.user': 'u1',
          'mlflow.trace.tokenUsage': '{"input_tokens": 3, "output_tokens": 4, "total_tokens": 7}',
        },
        tags: { 'mlflow.traceName': 'agent', fruit: 'apple' },
        ...more,
      },
    },
  };
}
