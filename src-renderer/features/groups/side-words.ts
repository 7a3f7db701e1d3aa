import type { GroupSide } from '@domain/diff/groups/group-table';
import type { RunCondition } from '@domain/route';

export const sideTitles: Readonly<Record<GroupSide, string>> = { good: 'Good', bad: 'Bad' };

export const conditionTitles: Readonly<Record<RunCondition, string>> = {
  any: 'Any',
  errors: 'With errors',
  noErrors: 'No errors',
};
