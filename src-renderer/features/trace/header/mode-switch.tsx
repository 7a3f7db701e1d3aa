import type { ReactNode } from 'react';

import type { TraceMode } from '@domain/route';

import { useCommands } from '../../../lib/keyboard';
import { currentLocation, navigate } from '../../../lib/router';
import { Segmented } from '../../../ui/segmented';
import { settleSelection } from '../use-selection';

const options: readonly { readonly value: TraceMode; readonly label: string }[] = [
  { value: 'waterfall', label: 'Waterfall' },
  { value: 'transcript', label: 'Transcript' },
  { value: 'graph', label: 'Graph' },
];

/** The ways to see a trace. The selected span stays selected. */
export function ModeSwitch({ mode }: { readonly mode: TraceMode }): ReactNode {
  useCommands({
    'trace.waterfall': () => goTo('waterfall'),
    'trace.transcript': () => goTo('transcript'),
    'trace.graph': () => goTo('graph'),
  });
  return <Segmented label="View" options={options} value={mode} onChange={goTo} />;
}

function goTo(mode: TraceMode): void {
  settleSelection();
  const { route } = currentLocation();
  if (route.view === 'trace') navigate({ ...route, mode });
}
