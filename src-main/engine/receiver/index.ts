/**
 * The OTLP receiver: HTTP and gRPC on loopback. The engine creates one, hands it the
 * `Ingest` when the store is open, and passes on its status and statistics.
 */
export { createReceiver } from './receiver';
export type {
  ListenerName,
  Receiver,
  ReceiverOptions,
  ReceiverSettings,
  RequestReport,
} from './receiver-types';
