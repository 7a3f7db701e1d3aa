import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Usage } from '@domain/facets/span-facets';
import type { PriceEntry } from '@domain/pricing';

import { FakeEngine } from '../../../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../../../../ui/test-support/render-view';
import { TracePage } from '../../index';
import { answerFacets, message, modelCall } from '../../test-support/fake-facets';
import { FakeTrace, idOf, TRACE_ID } from '../../test-support/fake-trace';
import { useViewPreferences } from '../../view-preferences';

let engine: FakeEngine;
let stop = (): void => undefined;

beforeEach(() => {
  stubLayout();
  useViewPreferences.setState({ isInspectorOpen: true });
  engine = new FakeEngine().install();
});

afterEach(() => stop());

const price: PriceEntry = {
  provider: 'openai',
  model: 'gpt-4o',
  inputUsd: 2.5,
  outputUsd: 10,
  cacheReadUsd: 1.25,
  cacheWriteUsd: null,
  reasoningUsd: null,
  batchFactor: 0.5,
  date: '2026-11-01',
  source: 'OpenAI',
};
const usage: Usage = {
  input: 100,
  output: 20,
  total: null,
  cacheRead: null,
  cacheWrite: null,
  reasoning: null,
  inputIncludedCache: true,
  outputIncludedReasoning: true,
  scope: 'call',
  extra: [],
};

/** The unfolded card on the cost of a call of gpt-4o whose cost is unknown. */
async function costCard(
  reported: Partial<Usage>,
  row: PriceEntry | null,
): Promise<{ readonly folded: string; readonly unfolded: HTMLElement }> {
  const trace = new FakeTrace({
    name: 'run',
    children: [{ name: 'chat gpt-4o', category: 'llm' }],
  }).install(engine);
  const model = { ...modelCall([message('user', 'Hi.')], []), requestModel: 'gpt-4o' };
  const facets = { model, usage: { ...usage, ...reported } };
  const cost = { state: 'unknown', price: row } as const;
  answerFacets(engine, trace, new Map([[1, { kind: 'llm', facets, cost }]]));
  stop = renderView(engine, `/traces/${TRACE_ID}?span=${idOf(1)}`, <TracePage />);
  const card = await screen.findByRole('article', { name: 'Cost' });
  const folded = card.textContent;
  fireEvent.click(within(card).getByRole('button', { name: /^Cost/ }));
  return { folded, unfolded: card };
}

describe('a cost that is not known', () => {
  it('lacks a price where no row matches, which the reader can add', async () => {
    const { folded, unfolded } = await costCard({}, null);
    expect(folded).toContain('no price is known');
    expect(unfolded.textContent).toContain('No price is known for gpt-4o.');
    expect(within(unfolded).getByRole('link', { name: 'Add one in Settings' })).toBeTruthy();
  });

  it.each([
    [{ output: null }, 'output tokens'],
    [{ input: null }, 'input tokens'],
    [{ input: null, output: null, total: 120 }, 'input and output tokens'],
  ])('lacks what the sender did not report of %o', async (reported, what) => {
    const { folded, unfolded } = await costCard(reported, price);
    expect(folded).toContain(`${what} were not reported`);
    expect(folded).toContain('cost unknown');
    expect(unfolded.textContent).toContain(`The sender did not report ${what}.`);
    expect(unfolded.textContent).not.toMatch(/no price/i);
    expect(within(unfolded).queryByRole('link')).toBeNull();
  });

  it('lacks a price of the row that matched', async () => {
    const { unfolded } = await costCard({}, { ...price, inputUsd: null });
    expect(unfolded.textContent).toContain('The row has no price for some of the tokens used.');
    expect(unfolded.textContent).not.toContain('No price is known');
  });
});
