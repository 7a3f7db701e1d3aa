import type { Http2Server } from 'node:http2';

import type { Server } from '@grpc/grpc-js';

/**
 * The HTTP/2 servers within a gRPC server; grpc-js keeps them in a private member. None where
 * that is gone: the receiver is then slower and easier to hold up, and no less right.
 */
export function http2ServersOf(server: Server): readonly Http2Server[] {
  const { http2Servers } = server as unknown as { readonly http2Servers?: unknown };
  return http2Servers instanceof Map ? [...(http2Servers.keys() as Iterable<Http2Server>)] : [];
}
