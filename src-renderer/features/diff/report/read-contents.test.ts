import { expect, it, vi } from 'vitest';

import type { DiffPair } from '@contract/diff';
import { mergedDiff } from '@domain/diff/test-support/merged';

import type { EngineClient } from '../../../lib/engine-client';
import { readContents } from './read-contents';

const diff = mergedDiff(
  Array.from({ length: 12 }, (_, at) => ({
    depth: 0,
    name: `step ${at}`,
    verdict: at === 3 ? ('same' as const) : ('decision' as const),
  })),
);

/** A client that answers each call a while later, and how many wait at once. */
function slowClient(lengthOf: (key: number) => number) {
  const keys: number[] = [];
  let waiting = 0;
  let mostWaiting = 0;
  const call = vi.fn(async (_: string, { keyA }: { readonly keyA: number }): Promise<DiffPair> => {
    keys.push(keyA);
    mostWaiting = Math.max(mostWaiting, ++waiting);
    await new Promise((resolve) => setTimeout(resolve, 1));
    waiting--;
    const after = 'x'.repeat(lengthOf(keyA));
    const output = { field: 'output', part: null, order: 0, before: null, after } as const;
    const differences = [{ ...output, scrubbing: 'content' as const, isCut: false }];
    return { a: null, b: null, differences, same: [], isUnknown: false };
  });
  return {
    client: { call } as unknown as EngineClient,
    keys,
    mostWaiting: () => mostWaiting,
  };
}

const never = new AbortController().signal;

it('reads a few steps at once, in order, and says how far it is', async () => {
  const { client, keys, mostWaiting } = slowClient(() => 5);
  const progress: number[] = [];
  const contents = await readContents(client, diff, never, ({ read, total }) => {
    expect(total).toBe(11);
    progress.push(read);
  });
  expect(keys).toEqual([1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect([...contents.keys()]).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(progress).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(mostWaiting()).toBe(4);
});

it('leaves out what is too large, and stops at the limit', async () => {
  const sizes = [1_000_000, 9_000_000, 2_999_974];
  const { client, keys } = slowClient((key) => sizes[key - 1] ?? 100);
  const contents = await readContents(client, diff, never, () => undefined);
  const isThere = [...contents.values()].map((each) => each !== null);
  expect(isThere.slice(0, 3)).toEqual([true, false, true]);
  expect(isThere.slice(3)).not.toContain(true);
  expect(keys.length).toBeLessThan(12);
});

it('fails as a whole where a step cannot be read', async () => {
  const { client } = slowClient((key) => {
    if (key === 2) throw new Error('The store is busy.');
    return 5;
  });
  await expect(readContents(client, diff, never, () => undefined)).rejects.toThrow('busy');
});
