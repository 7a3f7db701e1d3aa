/** A server that takes what MLflow's SDK sends and does nothing: how fast the SDK is by itself. */
import { createServer } from 'node:http';

import { answerAsMlflow } from '../../e2e/agents/mlflow-server.mjs';

/** A request as the SDK sent it. */
export interface SentRequest {
  readonly path: string;
  readonly contentType: string;
  readonly experimentId: string | null;
  readonly body: Buffer;
}

export interface Sink {
  readonly url: string;
  /** Requests that tell of traces, in their order. */
  readonly sent: readonly SentRequest[];
  stop(): Promise<void>;
}

/** @param keeps whether requests are kept, for those who want to look at them */
export async function startSink(keeps: boolean): Promise<Sink> {
  const sent: SentRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const [path = ''] = (request.url ?? '').split('?');
      const isOtlp = path === '/v1/traces';
      if (keeps && request.method === 'POST' && path.endsWith('/traces')) {
        const experiment = request.headers['x-mlflow-experiment-id'];
        sent.push({
          path,
          contentType: request.headers['content-type'] ?? '',
          experimentId: typeof experiment === 'string' ? experiment : null,
          body,
        });
      }
      if (isOtlp) return response.writeHead(200).end();
      const json: unknown = body.length === 0 ? null : JSON.parse(body.toString());
      const answer = answerAsMlflow(request.method ?? 'GET', path, json);
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      return response.writeHead(answer.status).end(text);
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    sent,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
