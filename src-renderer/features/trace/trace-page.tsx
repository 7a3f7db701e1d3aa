import { useMemo, type ReactNode } from 'react';

import { useCommands } from '../../lib/keyboard';
import { navigate, useRoute } from '../../lib/router';
import { listRoute } from '../../stores/list-route';
import { useNamePage } from '../../stores/page-title';
import { Button } from '../../ui/button';
import { EmptyState, ErrorState } from '../../ui/empty-state';
import { titleOfTrace } from '../../ui/trace-title';
import { useTraceAssessments } from '../../ui/feedback/use-assessments';
import { FeedbackContext } from './feedback/feedback-context';
import { useFeedbackCommands } from './feedback/use-feedback-commands';
import { GraphView } from './graph/graph-view';
import { mergeFacets } from './model/merge-facets';
import styles from './trace-page.module.css';
import { TraceSkeleton } from './trace-skeleton';
import { TraceView, type TraceViewProps } from './trace-view';
import { TranscriptView } from './transcript/transcript-view';
import { nothingLinked } from './model/linked-traces';
import { traceFacetsOf } from './model/trace-usage';
import { useCompareCommands } from './use-compare-commands';
import { useFacets } from './use-facets';
import type { TraceRoute } from './use-selection';
import { useTrace } from './use-trace';

/** One trace, in whatever state it is. */
export function TracePage(): ReactNode {
  const route = useRoute();
  return route.view === 'trace' ? <Page key={route.traceId} route={route} /> : null;
}

function Page({ route }: { readonly route: TraceRoute }): ReactNode {
  const { state, retry } = useTrace(route.traceId);
  useCompareCommands(route.traceId);
  const ready = state.status === 'ready' ? state : null;
  const { facets, problem } = useFacets(
    route.traceId,
    ready?.row.key ?? null,
    ready?.model.linked ?? nothingLinked,
  );
  const spans = ready?.model ?? null;
  const model = useMemo(
    () => (spans === null ? null : mergeFacets(spans, facets)),
    [spans, facets],
  );
  useNamePage(
    state.status === 'ready'
      ? titleOfTrace({
          ...state.row,
          facets: facets?.header.trace ?? state.row.facets,
        })
      : null,
  );
  switch (state.status) {
    case 'loading':
      return <TraceSkeleton />;
    case 'ready':
      return (
        <ReadTrace
          route={route}
          row={state.row}
          model={model ?? state.model}
          problem={problemText(state.problem, problem)}
        />
      );
    case 'missing':
      return (
        <Elsewhere>
          <EmptyState
            message={
              <>
                Trace <span className="mono selectable">{route.traceId}</span> is not in the store.
                It was deleted, or has not arrived yet; it appears here when it does.
              </>
            }
            action={
              <span className={styles.actions}>
                <Button onClick={retry}>Look again</Button>
                <Button variant="ghost" onClick={toList}>
                  All traces
                </Button>
              </span>
            }
          />
        </Elsewhere>
      );
    case 'error':
      return (
        <Elsewhere>
          <ErrorState message={state.message} onRetry={retry} />
        </Elsewhere>
      );
  }
}

/** One sentence on what could not be read anew; '' where all was. */
function problemText(spans: string, facets: string): string {
  if (spans !== '') return `The newest spans could not be read: ${spans}`;
  return facets === '' ? '' : `What the spans mean could not be read: ${facets}`;
}

/** A trace that has been read, and what was said of it. */
function ReadTrace(props: TraceViewProps): ReactNode {
  const { row, model } = props;
  const sessionId = traceFacetsOf(row, model)?.sessionId ?? null;
  const feedback = useTraceAssessments(row.traceId, sessionId);
  useFeedbackCommands(row.traceId, model);
  return (
    <FeedbackContext value={feedback}>
      <ReadView {...props} />
    </FeedbackContext>
  );
}

/** The trace in the way that the route asks for. */
function ReadView(props: TraceViewProps): ReactNode {
  switch (props.route.mode) {
    case 'graph':
      return <GraphView {...props} />;
    case 'transcript':
      return <TranscriptView {...props} />;
    // The same tree, beside other things.
    case 'waterfall':
    case 'feedback':
      return <TraceView {...props} />;
  }
}

function toList(): void {
  navigate(listRoute());
}

function Elsewhere({ children }: { readonly children: ReactNode }): ReactNode {
  useCommands({ escape: toList });
  return (
    <section className={styles.page}>
      <h1 className="srOnly">Trace</h1>
      {children}
    </section>
  );
}
