/**
 * Message ports as the engine sees them. Electron's `MessagePortMain` and Node's
 * `MessagePort` differ in how they hand over messages and in what they move.
 */
import type { MessagePort } from 'node:worker_threads';

import type { FromEngine } from '@contract/rpc';

export interface EnginePort {
  /**
   * Sends plain data. Buffers in `transfer` are moved where the port can do that, else copied.
   * @throws where the message cannot be cloned
   */
  postMessage(message: FromEngine, transfer?: readonly ArrayBuffer[]): void;
  /** Begins to receive. Call once. */
  receive(onMessage: (data: unknown) => void, onClose: () => void): void;
  close(): void;
}

/** The part of Electron's `MessagePortMain` that is used; the engine does not import electron. */
export interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

export function fromNodePort(port: MessagePort): EnginePort {
  return {
    postMessage: (message, transfer = []) => port.postMessage(message, transfer),
    receive(onMessage, onClose) {
      port.on('close', onClose);
      port.on('message', onMessage);
    },
    close: () => port.close(),
  };
}

/** Electron's ports move ports only; buffers are copied. */
export function fromElectronPort(port: ElectronPort): EnginePort {
  return {
    postMessage: (message) => port.postMessage(message),
    receive(onMessage, onClose) {
      port.on('close', onClose);
      port.on('message', (event) => onMessage(event.data));
      port.start();
    },
    close: () => port.close(),
  };
}
