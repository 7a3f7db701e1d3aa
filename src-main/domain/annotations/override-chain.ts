/** What holds of many assessments, and what each stands in place of. Source: mlflow.md §5. */
import { sessionOf, type Assessment } from './assessment';

export interface AssessmentEntry {
  readonly assessment: Assessment;
  /** What it stands in place of, and what that stood in place of: the latest first. */
  readonly earlier: readonly Assessment[];
}

/**
 * Assessments that nothing stands in place of, in the order given, each with its history. One
 * that was declared invalid without another in its place is among them, so that none is lost.
 */
export function entriesOf(assessments: readonly Assessment[]): AssessmentEntry[] {
  const byId = new Map(assessments.map((assessment) => [assessment.id, assessment]));
  const overridden = new Set(assessments.map(({ overrides }) => overrides));
  return assessments
    .filter(({ id, isValid }) => isValid || !overridden.has(id))
    .map((assessment) => ({ assessment, earlier: earlierThan(assessment, byId) }));
}

function earlierThan(latest: Assessment, byId: ReadonlyMap<string, Assessment>): Assessment[] {
  const earlier: Assessment[] = [];
  const seen = new Set([latest.id]);
  for (let { overrides } = latest; overrides !== null && !seen.has(overrides);) {
    const before = byId.get(overrides);
    if (before === undefined) break;
    seen.add(before.id);
    earlier.push(before);
    ({ overrides } = before);
  }
  return earlier;
}

/** What an assessment is about. */
export type AssessmentScope = 'trace' | 'span' | 'session';

export function scopeOf(assessment: Pick<Assessment, 'spanId' | 'metadata'>): AssessmentScope {
  if (assessment.spanId !== null) return 'span';
  return sessionOf(assessment) === null ? 'trace' : 'session';
}
