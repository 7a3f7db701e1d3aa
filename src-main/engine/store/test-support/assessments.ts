import type { NewAssessment } from '@domain/annotations/assessment';
import { RECEIVED_MS } from './temp-store';
import { traceIdOf } from './requests';

/** Feedback on the first trace, as a test wants to vary it. */
export function testAssessment(id: string, more: Partial<NewAssessment> = {}): NewAssessment {
  return {
    id,
    traceId: traceIdOf(1),
    spanId: null,
    name: 'good',
    kind: 'feedback',
    value: true,
    error: null,
    rationale: null,
    source: { type: 'HUMAN', id: 'me' },
    metadata: {},
    overrides: null,
    createdMs: RECEIVED_MS,
    updatedMs: RECEIVED_MS,
    origin: 'api',
    ...more,
  };
}
