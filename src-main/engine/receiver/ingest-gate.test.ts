import { expect, it } from 'vitest';

import type { IngestOutcome, IngestRequest } from '../ingest';
import { ByteLedger } from './byte-ledger';
import { IngestGate } from './ingest-gate';

/** Longer than a test may take: a request that is held does not come back in time. */
const holdMs = 600_000;

it('answers at once where the store was refused for good', async () => {
  const refused: IngestOutcome = { status: 'unavailable', message: 'Update it.', isFinal: true };
  let asked = 0;
  const gate = new IngestGate(
    {
      queuedBytes: 0,
      submit: () => {
        asked += 1;
        return Promise.resolve(refused);
      },
    },
    { holdMs, commitMs: holdMs },
  );
  const request: IngestRequest = {
    signal: 'traces',
    encoding: 'json',
    body: new Uint8Array(2),
    source: { transport: 'http/json', agent: '', headers: [] },
  };
  const lease = new ByteLedger(
    () => 1000,
    () => 0,
  ).lease();
  expect(await gate.deliver(request, lease)).toEqual(refused);
  expect(asked).toBe(1);
});
