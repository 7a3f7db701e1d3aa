import { expect, it } from 'vitest';

import { handedOverLine, readyLine } from './terminal-lines';

const listening = (port: number) => ({ state: 'listening', port, addresses: [] }) as const;
const taken = { state: 'port-in-use', port: 4317, holder: null, nextFreePort: null } as const;

it('names both endpoints and the data folder', () => {
  expect(readyLine({ http: listening(4318), grpc: listening(4317) }, '/data')).toBe(
    'Otelier receives at http://localhost:4318 and localhost:4317 (gRPC); data in /data.',
  );
});

it('says which endpoint is missing and why', () => {
  expect(readyLine({ http: listening(4318), grpc: taken }, '/data')).toBe(
    'Otelier receives at http://localhost:4318; data in /data. gRPC waits: port 4317 is in use.',
  );
  const failed = { state: 'failed', port: 80, message: 'Port 80 may not be used.' } as const;
  expect(readyLine({ http: failed, grpc: taken }, '/data')).toBe(
    'Otelier receives nothing; data in /data. HTTP does not listen: Port 80 may not be used. ' +
      'gRPC waits: port 4317 is in use.',
  );
});

it('counts the files that were handed over', () => {
  expect([0, 1, 2].map(handedOverLine)).toEqual([
    'Otelier is already open; its window was brought to the front.',
    'Otelier is already open; the file was handed to it.',
    'Otelier is already open; the 2 files were handed to it.',
  ]);
});
