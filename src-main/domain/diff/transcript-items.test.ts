import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { FacetKind } from '../facets/facet-kind';
import { isDifference, type Verdict } from './explain';
import { mergedDiff, type RowSpec } from './test-support/merged';
import { itemOfRow, transcriptItems, type TranscriptItem } from './transcript-items';

const all = { passes: null, isOpen: () => false };

const agent = (depth: number, verdict: Verdict = 'same', more: Partial<RowSpec> = {}): RowSpec => ({
  depth,
  name: `agent ${depth}`,
  kind: 'agent',
  verdict,
  ...more,
});
const chat = (depth: number, verdict: Verdict = 'same', more: Partial<RowSpec> = {}): RowSpec => ({
  depth,
  name: 'chat',
  kind: 'llm',
  verdict,
  ...more,
});
const tool = (depth: number, verdict: Verdict = 'same', name = 'tool'): RowSpec => ({
  depth,
  name,
  kind: 'tool',
  verdict,
});

const told = (items: readonly TranscriptItem[]): string[] =>
  items.map((item) => {
    if (item.type === 'same') return `${item.row}: ${item.turns} turns, ${item.steps} steps`;
    return item.type === 'answer' ? `${item.row}: answer` : `${item.row}`;
  });

describe('a comparison as a conversation', () => {
  it('folds turns that are the same, and tells changed ones in full', () => {
    const diff = mergedDiff([
      agent(0, 'inside'),
      chat(1),
      tool(1),
      chat(1),
      tool(1),
      chat(1),
      tool(1, 'environment'),
      chat(1, 'consequence', { cause: 6 }),
    ]);
    expect(told(transcriptItems(diff, all))).toEqual([
      '0',
      '1: 2 turns, 4 steps',
      '5',
      '6',
      '7',
      '0: answer',
    ]);
    const open = transcriptItems(diff, { passes: null, isOpen: (row) => row === 1 });
    expect(told(open).slice(0, 6)).toEqual(['0', '1: 2 turns, 4 steps', '1', '2', '3', '4']);
  });

  it('folds an agent that did the same with its turns, but not over the end of another', () => {
    const diff = mergedDiff([
      agent(0, 'inside'),
      agent(1, 'inside'),
      chat(2, 'decision'),
      chat(2),
      agent(1),
      chat(2),
      tool(2),
      tool(1),
    ]);
    expect(told(transcriptItems(diff, all))).toEqual([
      '0',
      '1',
      '2',
      '3: 1 turns, 1 steps',
      '1: answer',
      '4: 1 turns, 4 steps',
      '0: answer',
    ]);
  });

  it('leaves out frames and requests unless they differ, and tells all of other traces', () => {
    const diff = mergedDiff([
      { depth: 0, name: 'chain', kind: 'chain', verdict: 'inside' },
      chat(1, 'decision'),
      { depth: 2, name: 'POST', kind: 'http' },
      { depth: 1, name: 'GET', kind: 'http', verdict: 'environment' },
    ]);
    expect(told(transcriptItems(diff, all))).toEqual(['1', '3']);
    const web = mergedDiff([
      { depth: 0, name: 'GET /', verdict: 'inside' },
      { depth: 1, name: 'query', kind: 'database', verdict: 'onlyB', a: null },
    ]);
    expect(told(transcriptItems(web, all))).toEqual(['0', '1']);
  });

  it('numbers the turns of each run, and keeps agents around what passes a filter', () => {
    const diff = mergedDiff([
      agent(0, 'inside'),
      chat(1, 'onlyA', { b: null }),
      chat(1),
      chat(1, 'onlyB', { a: null }),
    ]);
    const filtered = transcriptItems(diff, { ...all, passes: (row) => row === 3 });
    expect(filtered).toMatchObject([{ row: 0 }, { row: 3, turnA: 0, turnB: 2 }]);
    expect(transcriptItems(diff, { ...all, passes: () => false })).toEqual([]);
  });
});

const kinds = ['agent', 'llm', 'tool', 'chain', 'http'] as const satisfies readonly FacetKind[];
const arbRows = fc
  .array(
    fc.record({
      down: fc.nat(3),
      kind: fc.constantFrom(...kinds),
      verdict: fc.constantFrom<Verdict>('same', 'same', 'same', 'decision', 'onlyB', 'unknown'),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) => {
    let depth = -1;
    return rows.map(({ down, kind, verdict }): RowSpec => {
      depth = Math.max(0, Math.min(depth + 1, depth + 2 - down));
      return { depth, name: kind, kind, verdict, ...(verdict === 'onlyB' ? { a: null } : {}) };
    });
  });

it('tells every difference once, in order, and finds the item of each row', () => {
  fc.assert(
    fc.property(arbRows, fc.boolean(), (rows, isOpen) => {
      const diff = mergedDiff(rows);
      const items = transcriptItems(diff, { passes: null, isOpen: () => isOpen });
      const steps = items.flatMap((item) => (item.type === 'step' ? [item.row] : []));
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
      for (let row = 0; row < diff.count; row++) {
        if (isDifference(diff.columns.verdicts[row] ?? 0)) expect(steps).toContain(row);
      }
      items.forEach((item, at) => {
        const isLine = item.type === 'same' && item.isOpen;
        if (item.type !== 'answer') expect(itemOfRow(items, item.row)).toBe(isLine ? at + 1 : at);
      });
    }),
  );
});
