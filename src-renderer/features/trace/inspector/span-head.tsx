import { useMemo, type ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import type { SpanDetail, StoreKey } from '@contract/traces';
import type { SpanIndex } from '@domain/units';

import { ContentScopeProvider, scopeOf } from '../../../ui/content/content-scope';
import { TokenBar } from '../../../ui/content/token-bar';
import { AttemptLine } from '../attempt-line';
import { otherTraceOf } from '../model/linked-traces';
import type { TraceModel } from '../model/trace-model';
import { OtherTraceLink } from '../other-trace-link';
import { displayName } from '../waterfall/describe-span';
import styles from './inspector.module.css';
import { ModelFacts } from './model-facts';
import { PlainFacts, SpanRemarks } from './span-facts';

export interface SpanHeadProps {
  readonly model: TraceModel;
  readonly span: SpanIndex;
  /** Null while they are read. */
  readonly detail: SpanDetail | null;
  readonly view: SpanView | null;
  readonly onSpanKey: (key: StoreKey) => void;
  /** The tab that is shown tells how it failed. */
  readonly isErrorBelow: boolean;
}

/** The figures of a span, its tokens and what they cost. */
export function SpanHead(props: SpanHeadProps): ReactNode {
  const { model, span, detail, view, onSpanKey, isErrorBelow } = props;
  const scope = useMemo(
    () => (view === null ? null : scopeOf(view, { find: '', goToSpan: onSpanKey })),
    [view, onSpanKey],
  );
  const otherTrace = otherTraceOf(model, span);
  const remarks = (
    <>
      {otherTrace !== null && (
        <p className={styles.attempt}>
          Its tokens and cost count in the trace it comes from:{' '}
          <OtherTraceLink traceId={otherTrace} spanId={detail?.span.spanId ?? null} />
        </p>
      )}
      <SpanRemarks model={model} span={span} detail={detail} hasMessage={!isErrorBelow} />
    </>
  );
  if (view === null || scope === null) {
    return (
      <>
        <PlainFacts model={model} span={span} detail={detail} />
        {remarks}
      </>
    );
  }
  const { model: call, kind, usage } = view.facets;
  return (
    <ContentScopeProvider value={scope}>
      {call !== null && kind === 'llm' ? (
        <ModelFacts model={model} span={span} view={view} call={call} />
      ) : (
        <PlainFacts model={model} span={span} detail={detail} />
      )}
      {view.fold.attempt !== null && (
        <p className={styles.attempt}>
          <AttemptLine attempt={view.fold.attempt} onSpanKey={onSpanKey} />
        </p>
      )}
      {usage !== null && (
        <TokenBar usage={usage} cost={view.cost} note={usageNote(model, view, onSpanKey)} />
      )}
      {remarks}
    </ContentScopeProvider>
  );
}

/** Says where tokens count that do not count here: nothing is counted twice. */
function usageNote(
  { table }: TraceModel,
  view: SpanView,
  onSpanKey: (key: StoreKey) => void,
): ReactNode {
  const { usageCount, duplicateOf } = view.fold;
  switch (usageCount) {
    case 'aggregate':
      return 'The sum of the calls below, which count themselves.';
    case 'cumulative':
      return 'Counted over the life of the agent, so not for this trace.';
    case 'duplicate': {
      const other = duplicateOf === null ? -1 : table.keys.indexOf(duplicateOf);
      if (duplicateOf === null || other < 0) return 'The same call is counted in another span.';
      const own = table.keys.indexOf(view.key);
      const isBelow = other > own && other <= own + (table.descendants[own] ?? 0);
      return (
        <>
          Counted in{' '}
          <button type="button" className={styles.link} onClick={() => onSpanKey(duplicateOf)}>
            {displayName(table, other)}
          </button>
          {isBelow ? ' below' : ''}, which is the same call.
        </>
      );
    }
    case 'none':
    case 'counted':
      return undefined;
  }
}
