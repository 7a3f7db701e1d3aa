import { useContext, type ReactNode } from 'react';

import { formatCount } from '@domain/format';
import type { TraceMode } from '@domain/route';

import { useCommands } from '../../../lib/keyboard';
import { currentLocation, navigate } from '../../../lib/router';
import { Segmented, type SegmentedOption } from '../../../ui/segmented';
import { FeedbackContext } from '../feedback/feedback-context';
import { settleSelection } from '../use-selection';
import styles from './trace-toolbar.module.css';

const modes: readonly SegmentedOption<TraceMode>[] = [
  { value: 'waterfall', label: 'Waterfall' },
  { value: 'transcript', label: 'Transcript' },
  { value: 'graph', label: 'Graph' },
];

/** The ways to see a trace. The selected span stays selected. */
export function ModeSwitch({ mode }: { readonly mode: TraceMode }): ReactNode {
  const { count } = useContext(FeedbackContext);
  useCommands({
    'trace.waterfall': () => goTo('waterfall'),
    'trace.transcript': () => goTo('transcript'),
    'trace.graph': () => goTo('graph'),
    'trace.feedback': () => goTo('feedback'),
  });
  const options: readonly SegmentedOption<TraceMode>[] = [
    ...modes,
    {
      value: 'feedback',
      label: (
        <>Feedback {count > 0 && <span className={styles.modeCount}>{formatCount(count)}</span>}</>
      ),
    },
  ];
  return <Segmented label="View" options={options} value={mode} onChange={goTo} />;
}

function goTo(mode: TraceMode): void {
  settleSelection();
  const { route } = currentLocation();
  if (route.view === 'trace') navigate({ ...route, mode });
}
