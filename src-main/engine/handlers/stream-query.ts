import type { MethodParams, MethodResult, StreamChunks, StreamName } from '@contract/methods';
import type { StreamContext } from '../router';
import type { ReaderPool } from '../store/reader-pool';

/** Runs a query whose chunks are sent on, one after the other. */
export async function streamQuery<Name extends StreamName>(
  readers: ReaderPool,
  name: Name,
  params: MethodParams<Name>,
  { signal, send }: StreamContext<StreamChunks[Name]>,
): Promise<MethodResult<Name>> {
  let sent = Promise.resolve();
  const result = await readers.run(name, params, {
    signal,
    onChunk: (chunk) => {
      sent = sent.then(() => send(chunk as StreamChunks[Name]));
      // A rejection is for the end, where it is awaited.
      sent.catch(() => undefined);
    },
  });
  await sent;
  return result;
}
