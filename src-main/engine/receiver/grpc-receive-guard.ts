import { ServerInterceptingCall, status } from '@grpc/grpc-js';
import type { Metadata, ServerInterceptor, ServerListener } from '@grpc/grpc-js';

import { Slots } from './slots';

export interface ReceiveGuardOptions {
  /** Calls whose message may be inflated at the same time. */
  readonly slots: number;
  /** How long one message may take. */
  readonly requestMs: number;
  /** A call ended and its message never came to a handler. */
  readonly onLost: (path: string, metadata: Metadata) => void;
}

type ServerInterceptingCallInterface = Parameters<ServerInterceptor>[1];
type Start = (listener: ServerListener) => void;

/**
 * Bounds what grpc-js inflates at once (reference S8): it does so out of our sight, so only
 * as many calls are read from at a time as may each reach the size limit. Their messages have
 * arrived (`assembleMessages`), so no sender can make the others wait.
 */
export function createReceiveGuard(options: ReceiveGuardOptions): ServerInterceptor {
  const slots = new Slots(options.slots);
  const start = async (path: string, call: ServerInterceptingCallInterface, pass: Start) => {
    const giveBack = await slots.acquire();
    const progress = { metadata: null as Metadata | null, isReceived: false };
    const timer = setTimeout(() => {
      giveBack();
      call.sendStatus({
        code: status.DEADLINE_EXCEEDED,
        details: 'The message took too long to arrive.',
      });
    }, options.requestMs);
    const release = (): void => {
      clearTimeout(timer);
      giveBack();
    };
    pass({
      onReceiveMetadata: (received, forward) => {
        progress.metadata = received;
        forward(received);
      },
      onReceiveMessage: (message, forward) => {
        progress.isReceived = true;
        release();
        forward(message);
      },
      onCancel: () => {
        release();
        const { metadata, isReceived } = progress;
        if (!isReceived && metadata !== null) options.onLost(path, metadata);
      },
    });
    // A call that was cancelled while it waited is not started, and nobody says so.
    if (progress.metadata === null) release();
  };
  return (method, call) =>
    new ServerInterceptingCall(call, {
      start: (pass) => void start(method.path, call, pass),
    });
}
