import type { Assessment } from '@domain/annotations/assessment';
import { formatCount } from '@domain/format';
import { assessmentToJson } from '@domain/mlflow/assessment-json';
import { formatExactJson } from '@domain/mlflow/exact-json';
import type { TraceId } from '@domain/units';

import { shell } from '../../../lib/shell';
import { showToast } from '../../../ui/toast';

/** Feedback as a list in the form that MLflow's `to_json` writes assessments in (mlflow.md §5, §8). */
export function feedbackJson(assessments: readonly Assessment[]): string {
  const list = assessments.map((assessment) => assessmentToJson(assessment, 'trace'));
  return `${formatExactJson(list, { indent: 2 })}\n`;
}

/** Saves all that was said of a trace where the reader chooses, history included. */
export async function exportFeedback(
  traceId: TraceId,
  assessments: readonly Assessment[],
): Promise<void> {
  try {
    const isSaved = await shell().invoke('dialog.saveText', {
      suggestedName: `feedback-${traceId.slice(0, 8)}.json`,
      text: feedbackJson(assessments),
    });
    if (!isSaved) return;
    showToast({
      status: 'ok',
      message: `Feedback saved: ${formatCount(assessments.length)} in all.`,
    });
  } catch (error) {
    showToast({ status: 'error', message: error instanceof Error ? error.message : String(error) });
  }
}
