import { act, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { TraceRow } from '@contract/traces';

import { currentLocation } from '../../lib/router';
import { FakeEngine } from '../../lib/test-support/fake-engine';
import { followSettings } from '../../stores/settings';
import { renderView, stubLayout } from '../../ui/test-support/render-view';
import { useCompareWithBaseline } from './compare-with-baseline';
import { idOf, runRow, theBaseline } from './test-support/runs';

let stops: (() => void)[];
beforeEach(() => {
  stubLayout();
});
afterEach(() => {
  for (const stop of stops) stop();
});

function Comparing({ run }: { readonly run: TraceRow }): ReactNode {
  const compare = useCompareWithBaseline();
  return (
    <button type="button" onClick={() => compare(run)}>
      Go
    </button>
  );
}

async function press(run: TraceRow): Promise<void> {
  const engine = new FakeEngine().install();
  engine.settings = { ...engine.settings, baselines: [theBaseline] };
  stops = [followSettings(), renderView(engine, '/', <Comparing run={run} />)];
  await act(() => new Promise((resolve) => setTimeout(resolve, 100)));
  act(() => screen.getByText('Go').click());
}

it('compares a run that nobody has looked at, be its root there or not', async () => {
  const toBaseline = { view: 'compare', a: idOf(1), b: idOf(2) };
  await press(runRow(2));
  expect(currentLocation().route).toMatchObject(toBaseline);
  for (const stop of stops) stop();
  await press(runRow(2, { rootName: null, status: 'running' }));
  expect(currentLocation().route).toMatchObject(toBaseline);
});

it('says that there is none, or that it is the run itself', async () => {
  await press(runRow(2, { rootName: 'else' }));
  await screen.findByText('No run of this root is pinned as baseline.');
  expect(currentLocation().route.view).toBe('traces');
  for (const stop of stops) stop();
  await press(runRow(1));
  expect(await screen.findAllByText('This run is the baseline of plan.')).toHaveLength(1);
});
