import type { SpanView } from '@contract/facets';
import { formatCount } from '@domain/format';
import { isolateText } from '@domain/isolate-text';
import { categoryOf } from '@domain/span-category';
import type { SpanIndex } from '@domain/units';

import { facetKindLabels } from '../../../ui/facet-kind-labels';
import { kindLabels } from '../../../ui/kind-icon';
import { kindOf } from '../model/facet-table';
import type { TraceModel } from '../model/trace-model';
import { serviceOf } from '../waterfall/describe-span';

/** What a span is and whose: `coder, LLM call 3 of 4`, `Tool, coder`, `HTTP, gateway`. */
export function subtitle(model: TraceModel, span: SpanIndex, view: SpanView | null): string {
  const agentName = view?.fold.agentName ?? null;
  const agent = agentName === null ? null : isolateText(agentName);
  const callOf = view?.callOf ?? null;
  if (callOf !== null) {
    const call = `LLM call ${formatCount(callOf.number)} of ${formatCount(callOf.total)}`;
    return agent === null ? call : `${agent}, ${call}`;
  }
  const kind = kindOf(model.facets, span);
  const word =
    kind === 'span'
      ? kindLabels[categoryOf(model.table.categories[span] ?? 0)]
      : facetKindLabels[kind];
  const service = isolateText(serviceOf(model.table, span)) || 'no service';
  // An agent is not its own.
  return `${word}, ${agent === null || kind === 'agent' ? service : agent}`;
}
