/** What is odd about a trace, in words. Nothing of it is repaired; all of it is shown. */
import { FacetFlag } from '@contract/facets';
import type { TraceRow } from '@contract/traces';
import { formatCount } from '@domain/format';
import { SpanFlag } from '@domain/span-table';
import type { TraceId } from '@domain/units';

import type { FacetTable } from '../model/facet-table';
import type { Flagged, TraceModel } from '../model/trace-model';

export interface TraceNotice {
  /** The same while its text counts on. */
  readonly id: string;
  readonly text: string;
  /** The spans it is about, to go through them; null where it is about none. */
  readonly about: Flagged | null;
  /** Another trace that it is about. */
  readonly traceId?: TraceId;
}

export function noticesOf(row: TraceRow, model: TraceModel): TraceNotice[] {
  const notices: TraceNotice[] = [];
  const { table, facets } = model;
  if (row.sameCallAs !== null) {
    notices.push({
      id: 'same call',
      text: 'Two tracers recorded this model call, each in a trace of its own. The other one counts.',
      about: null,
      traceId: row.sameCallAs,
    });
  }
  // A root that lacks and spans without a parent are one fact: it is said once.
  const lacksRoot = row.rootName === null && !hasPendingRoot(model);
  if (model.orphanCount > 0) {
    const orphans = `${spans(model.orphanCount)} ${
      model.orphanCount === 1 ? 'refers' : 'refer'
    } to ${
      model.placeholderCount === 1
        ? 'a parent that has not been received'
        : `${formatCount(model.placeholderCount)} parents that have not been received`
    }.`;
    notices.push({
      id: 'orphans',
      text: lacksRoot ? `Root span not received: ${orphans}` : orphans,
      about: { flags: table.flags, flag: SpanFlag.orphan },
    });
  } else if (lacksRoot) {
    notices.push({ id: 'no root', text: 'Root span not received.', about: null });
  }
  if (model.clockSkewCount > 0) {
    notices.push({
      id: 'clocks',
      text: `Clocks differ: ${spans(model.clockSkewCount)} ${
        model.clockSkewCount === 1 ? 'lies outside of its parent' : 'lie outside of their parents'
      }. Times are shown as sent.`,
      about: { flags: table.flags, flag: SpanFlag.clockSkew },
    });
  }
  if (model.endBeforeStartCount > 0) {
    notices.push({
      id: 'end before start',
      text: `${spans(model.endBeforeStartCount)} ${
        model.endBeforeStartCount === 1 ? 'ends' : 'end'
      } before the start.`,
      about: { flags: table.flags, flag: SpanFlag.endBeforeStart },
    });
  }
  if (model.cycleCount > 0) {
    notices.push({
      id: 'cycle',
      text: `${spans(model.cycleCount)} named each other as parents and ${
        model.cycleCount === 1 ? 'stands' : 'stand'
      } at the top.`,
      about: { flags: table.flags, flag: SpanFlag.cycle },
    });
  }
  const { cutSpanCount, cutTraceCount } = model.linked;
  if (cutSpanCount > 0) {
    const of =
      cutTraceCount === 0
        ? 'of linked traces'
        : `of linked traces, ${formatCount(cutTraceCount)} of them whole,`;
    notices.push({
      id: 'linked',
      text: `${spans(cutSpanCount)} ${of} ${cutSpanCount === 1 ? 'is' : 'are'} too many to be shown here. Open a linked trace to see all of it.`,
      about: { flags: table.flags, flag: SpanFlag.otherTrace },
    });
  }
  if (facets !== null) notices.push(...gapsOf(facets));
  return notices;
}

/** Where what is shown of the trace's meaning is less than what was sent. */
function gapsOf({ flags, logsNotRead }: FacetTable): TraceNotice[] {
  const notices: TraceNotice[] = [];
  const flag = FacetFlag.notUnderstood;
  const count = flags.reduce((sum, each) => sum + ((each & flag) === 0 ? 0 : 1), 0);
  if (count > 0) {
    notices.push({
      id: 'not understood',
      text: `${spans(count)} could not be understood: figures and transcript are without ${
        count === 1 ? 'it' : 'them'
      }. What was sent is kept.`,
      about: { flags, flag },
    });
  }
  if (logsNotRead > 0) {
    notices.push({
      id: 'logs not read',
      text: `${
        logsNotRead === 1 ? '1 log record was' : `${formatCount(logsNotRead)} log records were`
      } not read for what the spans mean: too many were written while they ran. All are kept.`,
      about: null,
    });
  }
  return notices;
}

/** A span that is still open stands for the root. */
function hasPendingRoot({ table, facets }: TraceModel): boolean {
  return (
    facets?.flags.some(
      (flag, span) => (flag & FacetFlag.pending) !== 0 && table.parents[span] === -1,
    ) ?? false
  );
}

function spans(count: number): string {
  return count === 1 ? '1 span' : `${formatCount(count)} spans`;
}
