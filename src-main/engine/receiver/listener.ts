/** One port with its two loopback addresses and the servers behind it. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

import type { ListenerState } from '@contract/receiver-status';

import { sortConnection } from './connection-sorter';
import { nextFreePort } from './free-port';
import type { GrpcServer } from './grpc-server';
import type { HttpHandler } from './http-export';
import { createHttpServer, endWithStatus } from './http-server';
import { errorCode, listenOnLoopback } from './loopback';
import { findPortHolder } from './port-holder';
import type { ReceiverLimits } from './receiver-types';

export interface ListenerOptions {
  readonly limits: ReceiverLimits;
  /** Told whether its listener is closing, and answers then end their connection. */
  readonly createHttp: (isClosing: () => boolean) => HttpHandler;
  readonly createGrpc: () => GrpcServer;
  /** A client opened a TLS handshake. */
  readonly onTls: () => void;
  readonly onState: (state: ListenerState) => void;
}

/** How often a closing listener looks whether its connections have become idle. */
const IDLE_CHECK_MS = 20;
const TLS_MESSAGE =
  'This port takes plain connections only. Use http:// in the endpoint, or set the exporter to ' +
  'insecure.';

/** What is open while a listener listens. */
interface Opening {
  servers: Server[];
  readonly sockets: Set<Socket>;
  /** Those of them that have not said enough to be told apart. */
  readonly unsorted: Set<Socket>;
  readonly http: HttpHandler;
  grpc: GrpcServer;
  isClosing: boolean;
}

export class Listener {
  #opening: Opening | null = null;
  #state: ListenerState = { state: 'stopped' };

  constructor(private readonly options: ListenerOptions) {}

  get state(): ListenerState {
    return this.#state;
  }

  /**
   * Listens on a port, and on no other. The outcome is the state; never rejects.
   * @param avoid ports not to be offered where this one is in use
   */
  async open(port: number, avoid: readonly number[]): Promise<void> {
    if (this.#state.state === 'listening' && this.#state.port === port) return;
    await this.close();
    this.#setState({ state: 'starting' });
    const opening = this.#prepare();
    try {
      const bound = await listenOnLoopback(() => this.#createServer(opening), port);
      opening.servers = opening.servers.filter((server) => server.listening);
      this.#opening = opening;
      this.#setState({ state: 'listening', port: bound.port, addresses: bound.addresses });
    } catch (error) {
      opening.isClosing = true;
      for (const socket of opening.sockets) socket.destroy();
      this.#setState(await stateOfFailure(error, port, avoid));
    }
  }

  /** Makes the gRPC server anew, since its size limit is fixed; old calls are answered. */
  renewGrpc(): void {
    const opening = this.#opening;
    if (opening === null) return;
    const old = opening.grpc;
    opening.grpc = this.options.createGrpc();
    void old.drain();
  }

  /** Stops listening, answers what is in flight, closes every connection. Never rejects. */
  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    if (opening !== null) await this.#shut(opening);
    if (this.#state.state !== 'stopped') this.#setState({ state: 'stopped' });
  }

  #prepare(): Opening {
    const opening: Opening = {
      servers: [],
      sockets: new Set(),
      unsorted: new Set(),
      http: this.options.createHttp(() => opening.isClosing),
      grpc: this.options.createGrpc(),
      isClosing: false,
    };
    return opening;
  }

  #createServer(opening: Opening): Server {
    const server = createHttpServer(
      opening.http,
      (socket, serve) => {
        if (opening.isClosing) socket.destroy();
        else this.#accept(opening, socket, serve);
      },
      this.options.limits,
    );
    opening.servers.push(server);
    return server;
  }

  #accept(opening: Opening, socket: Socket, serve: (socket: Socket) => void): void {
    const { sockets, unsorted } = opening;
    sockets.add(socket);
    unsorted.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      unsorted.delete(socket);
    });
    sortConnection(socket, this.options.limits.headersMs, (kind) => {
      unsorted.delete(socket);
      switch (kind) {
        case 'http1':
          return serve(socket);
        case 'http2':
          // HTTP servers leave the closing to the protocol; an HTTP/2 session never would.
          socket.allowHalfOpen = false;
          return opening.grpc.serve(socket);
        case 'tls':
          this.options.onTls();
          socket.on('error', () => undefined);
          endWithStatus(socket, 400, 'Bad Request', TLS_MESSAGE);
          socket.resume();
      }
    });
  }

  async #shut(opening: Opening): Promise<void> {
    opening.isClosing = true;
    const deadlineMs = performance.now() + this.options.limits.drainMs;
    const closed = opening.servers.map(
      (server) => new Promise<void>((resolve) => server.close(() => resolve())),
    );
    void opening.grpc.drain();
    // A browser's preconnect or a port probe asked nothing, so nothing is owed to it.
    for (const socket of opening.unsorted) socket.destroy();
    // Node closes idle connections once; those that become idle later are ours to close.
    while (opening.sockets.size > 0 && performance.now() < deadlineMs) {
      for (const server of opening.servers) server.closeIdleConnections();
      await new Promise((resolve) => setTimeout(resolve, IDLE_CHECK_MS));
    }
    for (const socket of opening.sockets) socket.destroy();
    await Promise.all(closed);
  }

  #setState(state: ListenerState): void {
    this.#state = state;
    this.options.onState(state);
  }
}

async function stateOfFailure(
  failure: unknown,
  port: number,
  avoid: readonly number[],
): Promise<ListenerState> {
  switch (errorCode(failure)) {
    case 'EADDRINUSE': {
      const [holder, free] = await Promise.all([findPortHolder(port), nextFreePort(port, avoid)]);
      return { state: 'port-in-use', port, holder, nextFreePort: free };
    }
    case 'EACCES':
      return {
        state: 'failed',
        port,
        message: `The system does not allow listening on port ${port}. Choose another port.`,
      };
    default: {
      const reason = failure instanceof Error ? failure.message : String(failure);
      return { state: 'failed', port, message: `Listening on port ${port} failed: ${reason}.` };
    }
  }
}
