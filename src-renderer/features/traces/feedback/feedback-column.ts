/** Columns of feedback: one for each name the reader chose. */
import type { FeedbackField } from '@domain/annotations/feedback-filter';

export type FeedbackColumnId = `feedback:${string}` | `expectation:${string}`;

export function feedbackColumnId({ kind, name }: FeedbackField): FeedbackColumnId {
  return kind === 'expectation' ? `expectation:${name}` : `feedback:${name}`;
}

export function isFeedbackColumn(id: string): id is FeedbackColumnId {
  return id.startsWith('feedback:') || id.startsWith('expectation:');
}

/** What a column shows the values of. */
export function fieldOfColumn(id: FeedbackColumnId): FeedbackField {
  const at = id.indexOf(':');
  return {
    kind: id.slice(0, at) === 'expectation' ? 'expectation' : 'feedback',
    name: id.slice(at + 1),
  };
}
