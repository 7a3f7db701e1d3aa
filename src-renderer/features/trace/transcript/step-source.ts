import { FacetFlag, usageCounts } from '@contract/facets';

import { kindOf } from '../model/facet-table';
import { errorsBelow, spanFailed, type TraceModel } from '../model/trace-model';
import type { StepSource } from './steps';

const DUPLICATE = usageCounts.indexOf('duplicate');

/** A trace's model as steps are made of it. */
export function stepSourceOf(model: TraceModel): StepSource {
  const { table, facets } = model;
  return {
    table,
    kindOf: (span) => kindOf(facets, span),
    isRepeated: (span) => facets?.usageCounts[span] === DUPLICATE,
    isHidden: (span) => ((facets?.flags[span] ?? 0) & FacetFlag.superseded) !== 0,
    isFailed: (span) => spanFailed(model, span),
    errorsBelow: (span) => errorsBelow(model, span),
  };
}
