import type { TraceRow } from '@contract/traces';
import { feedbackCondition } from '@domain/annotations/feedback-filter';

import { valueWords } from '../../../ui/feedback/assessment-words';
import type { MenuItem } from '../../../ui/menu';
import { fieldOfColumn, isFeedbackColumn } from './feedback-column';
import { briefsOf } from './feedback-cell';

const MAX_WORDS = 30;

/** Items of a row's menu: one for each value that a column of feedback shows. */
export function filterEntries(
  row: TraceRow,
  columnIds: readonly string[],
  onFilter: (condition: string) => void,
): MenuItem[] {
  return columnIds.filter(isFeedbackColumn).flatMap((id) => {
    const field = fieldOfColumn(id);
    const [brief] = briefsOf(row, field);
    if (brief === undefined || brief.value === null) return [];
    const words = valueWords(brief.value).slice(0, MAX_WORDS);
    return [
      {
        label: `Filter by ${field.name}: ${words}`,
        onSelect: () => onFilter(feedbackCondition(field, brief.value)),
      },
    ];
  });
}
