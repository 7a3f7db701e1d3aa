/**
 * What MLflow's SDK sends, sent again with fresh ids by a client that costs next to nothing, so
 * that the server is what is measured.
 */
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';

import type { SentRequest } from './sink';

/** The SDK has ten threads that send in each process. */
const IN_FLIGHT = 16;

/** How requests went that were sent at a rate. */
export interface Paced {
  /** Milliseconds that answers took, by path. */
  readonly latencies: Map<string, number[]>;
  readonly requests: number;
  /** Those that were not answered with 200. */
  readonly refused: number;
}

export class Replay {
  readonly #traceId: Buffer;
  readonly #agent = new Agent({ keepAlive: true });

  /**
   * @param sent the requests of one trace
   * @param spanCount spans of that trace
   */
  constructor(
    private readonly url: string,
    private readonly experimentId: string,
    private readonly sent: readonly SentRequest[],
    private readonly spanCount: number,
  ) {
    const info = sent.findLast(({ path }) => path !== '/v1/traces');
    const [, hex = ''] = /"tr-([0-9a-f]{32})"/.exec(info?.body.toString() ?? '') ?? [];
    if (hex === '') throw new Error('the SDK told of no trace');
    this.#traceId = Buffer.from(hex, 'hex');
  }

  /** As fast as it is acknowledged. @returns spans a second of traces that were taken whole */
  async pump(seconds: number): Promise<number> {
    const start = performance.now();
    const until = start + seconds * 1000;
    let spans = 0;
    await Promise.all(
      Array.from({ length: IN_FLIGHT }, async () => {
        while (performance.now() < until) {
          const { refused } = await this.#sendTrace();
          if (refused === 0) spans += this.spanCount;
        }
      }),
    );
    return (spans * 1000) / (performance.now() - start);
  }

  /** At a rate, whether the last ones were answered or not. */
  async pace(spansPerSecond: number, seconds: number): Promise<Paced> {
    const everyMs = (this.spanCount * 1000) / spansPerSecond;
    const traces = Math.round((seconds * 1000) / everyMs);
    const start = performance.now();
    const running: Promise<Paced>[] = [];
    for (let at = 0; at < traces; at++) {
      const waitMs = start + at * everyMs - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      running.push(this.#sendTrace());
    }
    return together(await Promise.all(running));
  }

  close(): void {
    this.#agent.destroy();
  }

  /** One request after the other, as the SDK does. */
  async #sendTrace(): Promise<Paced> {
    const traceId = randomBytes(16);
    const latencies = new Map<string, number[]>();
    let refused = 0;
    for (const { path, contentType, experimentId, body } of this.sent) {
      const start = performance.now();
      const status = await this.#post(path, this.#fresh(body, traceId, contentType), {
        'content-type': contentType,
        ...(experimentId === null ? {} : { 'x-mlflow-experiment-id': this.experimentId }),
      });
      if (status !== 200) refused++;
      addTo(latencies, path, [performance.now() - start]);
    }
    return { latencies, requests: this.sent.length, refused };
  }

  #fresh(body: Buffer, traceId: Buffer, contentType: string): Buffer {
    // Of the same length, so that nothing around them changes.
    const fresh = replaced(body, this.#traceId, traceId);
    const hex = (id: Buffer): Buffer => Buffer.from(id.toString('hex'));
    const whole = replaced(fresh, hex(this.#traceId), hex(traceId));
    if (!contentType.includes('json')) return whole;
    const text = whole.toString().replace(/("experiment_id":\s*)"\d+"/, `$1"${this.experimentId}"`);
    return Buffer.from(text);
  }

  #post(path: string, body: Buffer, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const call = request(
        `${this.url}${path}`,
        {
          agent: this.#agent,
          method: 'POST',
          headers: { ...headers, 'content-length': body.length },
        },
        (response) => {
          response.resume();
          response.on('end', () => resolve(response.statusCode ?? 0));
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  }
}

function together(all: readonly Paced[]): Paced {
  const latencies = new Map<string, number[]>();
  for (const one of all) {
    for (const [path, taken] of one.latencies) addTo(latencies, path, taken);
  }
  return {
    latencies,
    requests: all.reduce((sum, one) => sum + one.requests, 0),
    refused: all.reduce((sum, one) => sum + one.refused, 0),
  };
}

function addTo(latencies: Map<string, number[]>, path: string, taken: readonly number[]): void {
  latencies.set(path, [...(latencies.get(path) ?? []), ...taken]);
}

function replaced(body: Buffer, before: Buffer, after: Buffer): Buffer {
  const copy = Buffer.from(body);
  for (let at = copy.indexOf(before); at !== -1; at = copy.indexOf(before, at + before.length)) {
    after.copy(copy, at);
  }
  return copy;
}

/** Traces of an experiment that the server has. */
export async function countTraces(url: string, experimentId: string): Promise<number> {
  const location = {
    type: 'MLFLOW_EXPERIMENT',
    mlflow_experiment: { experiment_id: experimentId },
  };
  let count = 0;
  for (let token = ''; ;) {
    const answer = await post(`${url}/api/3.0/mlflow/traces/search`, {
      locations: [location],
      max_results: 500,
      ...(token === '' ? {} : { page_token: token }),
    });
    const page = answer as { traces?: readonly unknown[]; next_page_token?: string };
    count += page.traces?.length ?? 0;
    token = page.next_page_token ?? '';
    if (token === '') return count;
  }
}

/** The experiment to send to. */
export async function makeExperiment(url: string, name: string): Promise<string> {
  const answer = await post(`${url}/api/2.0/mlflow/experiments/create`, { name });
  return (answer as { experiment_id: string }).experiment_id;
}

async function post(url: string, body: object): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: HTTP ${answer.status} ${await answer.text()}`);
  return answer.json();
}
