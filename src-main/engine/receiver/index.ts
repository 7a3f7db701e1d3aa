/**
 * The OTLP receiver: HTTP and gRPC on loopback. The engine creates one, hands it the
 * `Ingest` when the store is open, and passes on its status and statistics.
 */
export type { Answer } from './http-answer';
export { HttpRefusal } from './http-refusal';
export { keptHeaders } from './kept-headers';
export { createReceiver } from './receiver';
export type {
  ListenerName,
  OtherRequest,
  OtherRequests,
  Receiver,
  ReceiverOptions,
  ReceiverSettings,
  RequestReport,
} from './receiver-types';
