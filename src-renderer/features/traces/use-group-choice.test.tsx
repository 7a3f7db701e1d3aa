import { act, screen, waitFor } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { TraceRow } from '@contract/traces';

import { currentLocation } from '../../lib/router';
import { FakeEngine } from '../../lib/test-support/fake-engine';
import { traceFacets } from '../../lib/test-support/trace-facets';
import { noChosenRuns, useChosenRuns } from '../../stores/chosen-runs';
import { renderView, stubLayout } from '../../ui/test-support/render-view';
import { traceRow } from './test-support/fake-traces';
import { useGroupChoice, type GroupChoice } from './use-group-choice';

let engine: FakeEngine;
let close: () => void = () => undefined;
let choice: GroupChoice;

interface ChoiceProps {
  readonly ticked: number;
  readonly atCursor: TraceRow | null;
  readonly onChoice: (choice: GroupChoice) => void;
}

function Choice({ ticked, atCursor, onChoice }: ChoiceProps): null {
  const ticks = new Set(Array.from({ length: ticked }, (_, at) => at + 1));
  const now = useGroupChoice(ticks, atCursor, () => undefined);
  useEffect(() => {
    onChoice(now);
  });
  return null;
}

beforeEach(() => {
  stubLayout();
  useChosenRuns.setState(noChosenRuns);
  engine = new FakeEngine()
    .install()
    .answer('traces.rows', ({ keys }) => keys.map((key) => traceRow(key)));
});
afterEach(() => close());

const open = (ticked: number, atCursor: TraceRow | null = null): void => {
  close = renderView(
    engine,
    '/traces',
    <Choice ticked={ticked} atCursor={atCursor} onChoice={(now) => (choice = now)} />,
  );
};
const calls = (): number => engine.calls.filter(({ method }) => method === 'traces.rows').length;

it('takes as many runs as a set may have, in few calls, and says how many were left out', async () => {
  open(1500);
  act(() => void choice.add('good'));
  await screen.findByText('A set has 200 runs at most: 1,300 were left out.');
  expect(choice.goodCount).toBe(200);
  expect(calls()).toBe(2);
});

it('counts what a set already has', async () => {
  useChosenRuns.setState({ good: [traceRow(9000).traceId], bad: [traceRow(3).traceId] });
  open(200);
  act(() => void choice.add('good'));
  await screen.findByText('A set has 200 runs at most: 1 was left out.');
  expect([choice.goodCount, choice.badCount]).toEqual([200, 0]);
});

it('says nothing where all are taken', async () => {
  open(3);
  act(() => void choice.add('bad'));
  await waitFor(() => expect(choice.badCount).toBe(3));
  expect(screen.queryByText(/left out/u)).toBeNull();
});

it('compares the runs of a root that is still open, and says so where none has come', async () => {
  const facets = { ...traceFacets, openRootName: 'plan trip' };
  open(0, traceRow(1, { rootName: null, facets }));
  act(() => void choice.commands['groups.ofRoot']?.(undefined as never));
  expect(currentLocation().route).toMatchObject({ view: 'groups', root: 'plan trip' });
  close();
  open(0, traceRow(1, { rootName: null }));
  act(() => void choice.commands['groups.ofRoot']?.(undefined as never));
  await screen.findByText(/The root of this trace has not come/u);
  expect(currentLocation().route.view).toBe('traces');
});
