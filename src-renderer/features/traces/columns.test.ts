import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  choosable,
  choose,
  columns,
  fitColumns,
  gridTemplate,
  leftOutColumns,
  type ColumnChoice,
} from './columns';

const asDefault: ColumnChoice = { shown: [], hidden: [] };
const ids = (widthPx: number, choice = asDefault): string[] =>
  fitColumns(widthPx, choice).map(({ id }) => id);

describe('fitColumns', () => {
  it('shows what an agent did at the width of a common window', () => {
    expect(ids(1392)).toEqual(
      expect.arrayContaining([
        'agents',
        'modelCalls',
        'toolCalls',
        'tokensIn',
        'tokensOut',
        'cost',
        'input',
        'output',
        'session',
        'tags',
      ]),
    );
  });

  it('tells runs from their baseline while one is pinned, before all that can be left out', () => {
    expect(ids(1392)).not.toContain('baseline');
    const shown = fitColumns(860, asDefault, { hasBaseline: true, isOneProject: false }).map(
      ({ id }) => id,
    );
    expect(shown).toEqual(expect.arrayContaining(['name', 'baseline', 'cost']));
  });

  it('leaves out the project where all traces are of one, unless it is asked for', () => {
    const inOne = (choice: ColumnChoice): string[] =>
      fitColumns(0, choice, { hasBaseline: false, isOneProject: true }).map(({ id }) => id);
    expect(ids(0)).toContain('project');
    expect(inOne(asDefault)).not.toContain('project');
    expect(inOne(choose(asDefault, 'project', true))).toContain('project');
  });

  it('keeps name, time and cost in the smallest window', () => {
    expect(ids(860)).toEqual(expect.arrayContaining(['name', 'started', 'duration', 'cost']));
  });

  it('never needs more than there is, and never drops what matters more first', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 540, max: 3000 }),
        fc.subarray(choosable.map((c) => c.id)),
        (widthPx, hidden) => {
          const shown = fitColumns(widthPx, { shown: [], hidden });
          const needed = shown.reduce((sum, { minPx }) => sum + minPx, 0);
          expect(needed).toBeLessThanOrEqual(widthPx);
          const dropped = fitColumns(0, { shown: [], hidden }).filter((c) => !shown.includes(c));
          const highestKept = Math.max(0, ...shown.map((c) => c.dropOrder ?? 0));
          for (const column of dropped) expect(column.dropOrder).toBeGreaterThan(highestKept);
        },
      ),
    );
  });

  it('leaves out last what the reader asked for', () => {
    expect(ids(1200)).not.toContain('id');
    expect(ids(1200, choose(asDefault, 'id', true))).toContain('id');
    expect(ids(1200, choose(asDefault, 'user', true))).toContain('user');
  });

  it('can name what it leaves out, of what is chosen', () => {
    const leftOutAt = (width: number, choice = asDefault): readonly string[] =>
      leftOutColumns(fitColumns(width, choice), choice);
    expect(leftOutAt(0)).toEqual([]);
    expect(leftOutAt(1200)).toContain('User');
    expect(leftOutAt(1200)).not.toContain('Trace id');
    expect(leftOutAt(1200, choose(asDefault, 'user', false))).not.toContain('User');
  });

  it('keeps the order of the table', () => {
    const order = columns.map(({ id }) => id as string);
    const shown = ids(1100);
    expect([...shown].sort((a, b) => order.indexOf(a) - order.indexOf(b))).toEqual(shown);
  });
});

describe('choose', () => {
  it('shows an optional column and hides a common one, and takes both back', () => {
    const withLogs = choose(asDefault, 'logs', true);
    expect(ids(0, withLogs)).toContain('logs');
    const withoutTags = choose(withLogs, 'tags', false);
    expect(ids(0, withoutTags)).not.toContain('tags');
    expect(ids(0, choose(choose(withoutTags, 'tags', true), 'logs', false))).toEqual(ids(0));
  });
});

describe('gridTemplate', () => {
  it('gives fixed and growing widths', () => {
    expect(gridTemplate(fitColumns(600, asDefault))).toMatch(/^34px 24px minmax\(170px, 1\.5fr\)/);
  });
});
