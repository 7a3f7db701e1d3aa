import { FacetFlag, usageCounts } from '@contract/facets';

import { isOfOtherTrace } from '../model/linked-traces';
import { kindOf } from '../model/facet-table';
import { errorsBelow, hasPassedOn, spanFailed, type TraceModel } from '../model/trace-model';
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
    parentOf: (span) => table.parents[span] ?? -1,
    isTriedAgain: (span) => ((facets?.flags[span] ?? 0) & FacetFlag.triedAgain) !== 0,
    isOther: (span) => isOfOtherTrace(table, span),
    isFailed: (span) => spanFailed(model, span),
    hasPassedOn: (span) => hasPassedOn(model, span),
    errorsBelow: (span) => errorsBelow(model, span),
  };
}
