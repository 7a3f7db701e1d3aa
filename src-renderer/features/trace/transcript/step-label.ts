import type { SpanIndex } from '@domain/units';

import { splitSpanName } from '../../../lib/span-name';
import { labelOf } from '../model/facet-table';
import type { TraceModel } from '../model/trace-model';

/** What a step is called: the model, tool or agent it is; else what its span's name is about. */
export function stepLabel({ table, facets }: TraceModel, span: SpanIndex): string {
  const name = table.names[table.nameIds[span] ?? 0] ?? '';
  const label = labelOf(facets, span);
  const text = label === '' || label === name ? splitSpanName(name).target : label;
  return text === '' ? '(no name)' : text;
}
