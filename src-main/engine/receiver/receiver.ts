import type { Receiver, ReceiverOptions } from './receiver-types';

/** Creates a receiver that is not listening yet; call `start`. */
export function createReceiver(_options: ReceiverOptions): Receiver {
  throw new Error('The receiver is being built.');
}
