import { useMemo } from 'react';

import type { Assessment } from '@domain/annotations/assessment';
import {
  entriesOf,
  scopeOf,
  type AssessmentEntry,
  type AssessmentScope,
} from '@domain/annotations/override-chain';
import type { TraceId } from '@domain/units';

import { useEngineQuery } from '../../lib/engine-queries';

export interface AssessmentSource {
  readonly entries: readonly AssessmentEntry[];
  /** All of them, those that others stand in place of too. */
  readonly all: readonly Assessment[];
  /** Of those that hold. */
  readonly counts: Readonly<Record<AssessmentScope, number>>;
  readonly count: number;
  readonly isLoading: boolean;
  /** Why they could not be read; '' else. */
  readonly problem: string;
}

const none: readonly Assessment[] = [];

/** All that was said of a trace, its spans and the session it is of. */
export function useTraceAssessments(traceId: TraceId, sessionId: string | null): AssessmentSource {
  const ofTrace = useEngineQuery('assessments.ofTrace', { traceId });
  const ofSession = useEngineQuery(
    'assessments.ofSession',
    { sessionId: sessionId ?? '' },
    { enabled: sessionId !== null && sessionId !== '' },
  );
  const trace = ofTrace.data ?? none;
  const session = ofSession.data ?? none;
  const problem = (ofTrace.error ?? ofSession.error)?.message ?? '';
  const isLoading = ofTrace.isPending;
  return useMemo(() => {
    const known = new Set(trace.map(({ id }) => id));
    const all = [...trace, ...session.filter(({ id }) => !known.has(id))];
    return { ...sourceOf(all), isLoading, problem };
  }, [trace, session, isLoading, problem]);
}

/** All that was said of a session as a whole. */
export function useSessionAssessments(sessionId: string): AssessmentSource {
  const { data = none, isPending, error } = useEngineQuery('assessments.ofSession', { sessionId });
  const problem = error?.message ?? '';
  return useMemo(
    () => ({ ...sourceOf(data), isLoading: isPending, problem }),
    [data, isPending, problem],
  );
}

function sourceOf(all: readonly Assessment[]) {
  const entries = entriesOf(all);
  const counts: Record<AssessmentScope, number> = { trace: 0, span: 0, session: 0 };
  for (const { assessment } of entries) {
    if (assessment.isValid) counts[scopeOf(assessment)] += 1;
  }
  return { entries, all, counts, count: counts.trace + counts.span + counts.session };
}

/** What there is before anything was read. */
export const noAssessments: AssessmentSource = { ...sourceOf([]), isLoading: true, problem: '' };
