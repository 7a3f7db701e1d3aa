import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import type { CallOptions, ChannelOptions, ServiceError } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';

export interface GrpcResult {
  readonly code: number;
  readonly details: string;
  readonly response: Buffer | null;
  readonly trailers: Metadata;
}

export interface GrpcCall {
  readonly service?: string;
  readonly body: Uint8Array;
  readonly metadata?: Record<string, string>;
  readonly options?: CallOptions;
}

export const traceService = 'opentelemetry.proto.collector.trace.v1.TraceService';

/** A grpc-js client whose channel is its own; closed with the test. */
export function grpcClient(port: number, options: ChannelOptions = {}, host = '127.0.0.1') {
  const client = new Client(`${host}:${port}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.max_receive_message_length': -1,
    ...options,
  });
  onTestFinished(() => client.close());
  return {
    client,
    export: ({ service = traceService, body, metadata = {}, options = {} }: GrpcCall) =>
      new Promise<GrpcResult>((resolve) => {
        const sent = new Metadata();
        for (const [name, value] of Object.entries(metadata)) sent.set(name, value);
        let trailers = new Metadata();
        const call = client.makeUnaryRequest<Buffer, Buffer>(
          `/${service}/Export`,
          (message) => message,
          (message) => message,
          Buffer.from(body),
          sent,
          options,
          (error: ServiceError | null, response?: Buffer) => {
            resolve({
              code: error?.code ?? status.OK,
              details: error?.details ?? '',
              response: response ?? null,
              trailers: error?.metadata ?? trailers,
            });
          },
        );
        call.on('status', ({ metadata: received }) => (trailers = received));
      }),
  };
}
