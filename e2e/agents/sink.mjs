/**
 * Receives OTLP over HTTP (protobuf and JSON) and gRPC, and keeps spans and log records as lines
 * of OTLP/JSON, one request a line. Metrics are accepted and dropped.
 *
 * The decoder is protobufjs, not the app's own: the captures test that one too.
 *
 * @import { IncomingMessage, ServerResponse } from 'node:http'
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';

import { Server, ServerCredentials } from '@grpc/grpc-js';
import protobuf from 'protobufjs';

import { answerAsMlflow } from './mlflow-server.mjs';

const descriptor = new URL(
  '../../src-main/domain/otlp/test-support/data/otlp-descriptor.json',
  import.meta.url,
);
const root = protobuf.Root.fromJSON(JSON.parse(readFileSync(descriptor, 'utf8')));

const types = { traces: 'TracesRequest', logs: 'LogsRequest' };
const ids = new Set(['traceId', 'spanId', 'parentSpanId']);

/**
 * @typedef {object} Sink
 * @property {string} url for OTLP/HTTP
 * @property {string} grpcUrl
 * @property {string[]} lines
 * @property {string[]} calls other requests with a body: those to an MLflow server
 * @property {() => Promise<void>} stop
 *
 * @returns {Promise<Sink>}
 */
export async function startSink() {
  /** @type {string[]} */
  const lines = [];
  /** @type {string[]} */
  const calls = [];
  const server = createServer((request, response) => {
    receive(request, response, lines, calls).catch((error) => {
      console.error(`sink: ${request.url}: ${error.stack}`);
      response.writeHead(400).end();
    });
  });
  server.keepAliveTimeout = 75_000;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const grpc = await startGrpc(lines);
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    grpcUrl: grpc.url,
    lines,
    calls,
    stop: async () => {
      grpc.server.forceShutdown();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {string[]} lines
 * @param {string[]} calls
 */
async function receive(request, response, lines, calls) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const { pathname } = new URL(request.url ?? '/', 'http://sink');
  // Langfuse and Braintrust add a path of their own to the address that they are given.
  const signal = /^\/+(?:(?:api\/public\/)?otel\/)?v1\/(traces|logs|metrics)\/?$/.exec(
    pathname,
  )?.[1];
  if (!signal || request.method !== 'POST') {
    return receiveCall(request.method ?? 'GET', pathname, bytes, response, calls);
  }
  const body = unpack(bytes, request.headers['content-encoding']);
  const isJson = /json/.test(request.headers['content-type'] ?? '');
  if (signal === 'traces' || signal === 'logs') {
    lines.push(isJson ? oneLine(body.toString()) : toJson(signal, body));
  }
  response.writeHead(200, {
    'content-type': isJson ? 'application/json' : 'application/x-protobuf',
  });
  response.end(isJson ? '{}' : '');
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Buffer} bytes
 * @param {ServerResponse} response
 * @param {string[]} calls
 */
function receiveCall(method, path, bytes, response, calls) {
  const body = bytes.length > 0 ? JSON.parse(bytes.toString()) : undefined;
  if (body) calls.push(JSON.stringify({ method, path, body }));
  const answer = answerAsMlflow(method, path, body);
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
}

/**
 * @param {Buffer} body
 * @param {string | undefined} encoding
 */
function unpack(body, encoding) {
  if (encoding === 'gzip') return gunzipSync(body);
  return encoding === 'deflate' ? inflateSync(body) : body;
}

/** Line ends in JSON are only ever between its tokens. */
function oneLine(/** @type {string} */ json) {
  return json.replaceAll(/\s*[\r\n]+\s*/g, '').trim();
}

/**
 * @param {'traces' | 'logs'} signal
 * @param {Uint8Array} bytes
 */
function toJson(signal, bytes) {
  const type = root.lookupType(types[signal]);
  const object = type.toObject(type.decode(bytes), { longs: String, bytes: String, json: true });
  return JSON.stringify(object, (key, value) => {
    if (ids.has(key) && typeof value === 'string') {
      return Buffer.from(value, 'base64').toString('hex');
    }
    return value;
  });
}

/**
 * @param {string[]} lines
 * @returns {Promise<{ server: Server, url: string }>}
 */
async function startGrpc(lines) {
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  for (const [service, signal] of /** @type {const} */ ([
    ['trace.v1.Trace', 'traces'],
    ['logs.v1.Logs', 'logs'],
    ['metrics.v1.Metrics', 'metrics'],
  ])) {
    const definition = {
      Export: {
        path: `/opentelemetry.proto.collector.${service}Service/Export`,
        requestStream: false,
        responseStream: false,
        requestSerialize: (/** @type {Buffer} */ bytes) => bytes,
        requestDeserialize: (/** @type {Buffer} */ bytes) => bytes,
        responseSerialize: (/** @type {Buffer} */ bytes) => bytes,
        responseDeserialize: (/** @type {Buffer} */ bytes) => bytes,
      },
    };
    server.addService(definition, {
      /**
       * @param {{ request: Buffer }} call
       * @param {(error: null, response: Buffer) => void} done
       */
      Export: ({ request }, done) => {
        if (signal !== 'metrics') lines.push(toJson(signal, request));
        done(null, Buffer.alloc(0));
      },
    });
  }
  /** @type {number} */
  const port = await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { server, url: `http://127.0.0.1:${port}` };
}
