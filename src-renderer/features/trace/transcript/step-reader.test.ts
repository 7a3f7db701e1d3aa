import { describe, expect, it } from 'vitest';

import { ContractError } from '@contract/errors';
import type { SpanView } from '@contract/facets';
import type { TraceId } from '@domain/units';

import type { EngineClient } from '../../../lib/engine-client';
import { StepReader } from './step-reader';

const GONE = 7;

/** An engine that has every span but one, and the keys of its calls. */
function engine(): { readonly reader: StepReader; readonly calls: number[][] } {
  const calls: number[][] = [];
  const client = {
    call: (_: string, { spanKeys }: { readonly spanKeys: number[] }) => {
      calls.push(spanKeys);
      return spanKeys.includes(GONE)
        ? Promise.reject(new ContractError('not_found', 'This span is gone.'))
        : Promise.resolve(spanKeys.map((key) => ({ key }) as SpanView));
    },
  } as unknown as EngineClient;
  return { reader: new StepReader(client, 'a'.repeat(32) as TraceId), calls };
}

describe('StepReader', () => {
  it('reads with one call what is asked for at one time', async () => {
    const { reader, calls } = engine();
    const views = await Promise.all([1, 2, 3].map((key) => reader.read(key)));
    expect(views.map(({ key }) => key)).toEqual([1, 2, 3]);
    await reader.read(4);
    expect(calls).toEqual([[1, 2, 3], [4]]);
  });

  it('asks for no more at once than the engine takes', async () => {
    const { reader, calls } = engine();
    await Promise.all(Array.from({ length: 230 }, (_, at) => reader.read(at + 100)));
    expect(calls.map(({ length }) => length)).toEqual([100, 100, 30]);
  });

  it('tells the others where one span is gone', async () => {
    const { reader } = engine();
    const results = await Promise.allSettled([6, GONE, 8].map((key) => reader.read(key)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
