/** What a row of the tree says, for those who hear it instead of seeing the bar. */
import { formatCount, formatDurationNs, formatOffsetNs } from '@domain/format';
import { categoryOf } from '@domain/span-category';
import { SpanFlag, type SpanTable } from '@domain/span-table';
import type { SpanIndex } from '@domain/units';

import { kindLabels } from '../../../ui/kind-icon';
import { spanIdOf } from '../../../lib/span-row-index';
import { isRunning, STATUS_ERROR } from '../model/trace-model';

/** Name of a span as shown; what has none is said so. */
export function displayName(table: SpanTable, span: SpanIndex): string {
  if ((table.flags[span] ?? 0) & SpanFlag.placeholder) {
    return `missing span ${spanIdOf(table, span) ?? ''}`.trim();
  }
  const name = table.names[table.nameIds[span] ?? 0] ?? '';
  return name === '' ? '(no name)' : name;
}

export function serviceOf(table: SpanTable, span: SpanIndex): string {
  return table.services[table.serviceIds[span] ?? 0] ?? '';
}

/** Duration as shown: a span without an end is running, one without a start has no duration. */
export function durationText(table: SpanTable, span: SpanIndex): string {
  const flags = table.flags[span] ?? 0;
  if (flags & SpanFlag.placeholder) return 'not received';
  if (isRunning(flags)) return 'running';
  if (flags & SpanFlag.zeroStart) return 'no start';
  return formatDurationNs(table.durationsNs[span] ?? 0);
}

/** What a fold hides; 0 for an unfolded span. */
export interface FoldedProblems {
  readonly errorsBelow: number;
  readonly exceptionsBelow: number;
}

/**
 * The rest of what a row says: kind, duration, start, errors, oddities. It follows the name,
 * service and folded count that stand in the row.
 */
export function describeSpan(
  table: SpanTable,
  span: SpanIndex,
  { errorsBelow, exceptionsBelow }: FoldedProblems,
): string {
  const flags = table.flags[span] ?? 0;
  const parts: string[] = [];
  if (!(flags & SpanFlag.placeholder)) {
    parts.push(kindLabels[categoryOf(table.categories[span] ?? 0)]);
  }
  parts.push(durationText(table, span));
  if (!(flags & SpanFlag.zeroStart)) {
    parts.push(`starts at ${formatOffsetNs(table.startNs[span] ?? 0)}`);
  }
  if (flags & SpanFlag.otherTrace) parts.push('of another trace');
  if (table.statuses[span] === STATUS_ERROR) parts.push('error');
  const exceptions = table.exceptionCounts[span] ?? 0;
  if (exceptions > 0) parts.push(exceptions === 1 ? '1 exception' : `${exceptions} exceptions`);
  if (flags & SpanFlag.orphan) parts.push('parent not received');
  if (flags & SpanFlag.clockSkew) parts.push('clocks differ');
  if (errorsBelow > 0) {
    parts.push(`${formatCount(errorsBelow)} ${errorsBelow === 1 ? 'error' : 'errors'} folded`);
  }
  if (exceptionsBelow > 0) {
    parts.push(
      `${formatCount(exceptionsBelow)} ${exceptionsBelow === 1 ? 'exception' : 'exceptions'} folded`,
    );
  }
  return parts.join(', ');
}
