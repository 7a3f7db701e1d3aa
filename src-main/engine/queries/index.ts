/** Every query that runs in a reader thread, by its method. */
import type { MethodName } from '@contract/methods';
import type { InternalName, InternalQuery } from './internal-queries';
import { filterCorrelation } from './mlflow/filter-correlation';
import { findAssessment } from './mlflow/find-assessment';
import { experimentOf, experimentsOf } from './mlflow/experiments';
import { mlflowTraceData, mlflowTraceInfos, mlflowTraces } from './mlflow/traces';
import { mlflowSearchTraces } from './mlflow/search-traces';
import { spansOfArtifact } from './mlflow/spans-of-artifact';
import { traceKeys } from './mlflow/trace-keys';
import { traceMetrics } from './mlflow/trace-metrics';
import type { Query, QueryHost } from './query';
import { spanDetail, spanOtlpJson } from './span-detail';
import { openTrace } from './trace-columns';
import { assessmentDistribution } from './assessment-distribution';
import { assessmentNames } from './assessment-names';
import { assessmentsOfSession, assessmentsOfTrace } from './assessments-of';
import { diffPair } from './diff-pair';
import { experimentsList } from './experiments-list';
import { exportTraces } from './mlflow/export-traces';
import { groupRuns } from './group-runs';
import { groupsDiff } from './groups-diff';
import { sessionContext } from './session-context';
import { sessionDetail } from './session-detail';
import { sessionsWindow } from './sessions-window';
import { spanView } from './span-view';
import { runVerdicts } from './run-verdicts';
import { sessionTrace } from './session-trace';
import { tagsOfTraces } from './tags-of-traces';
import { tagsSuggest } from './tags-suggest';
import { traceDiff } from './trace-diff';
import { traceFacets } from './trace-facets';
import { traceGraph } from './trace-graph';
import { traceInfo } from './trace-info';
import { traceLogs } from './trace-logs';
import { traceMarkdown } from './trace-markdown';
import { traceSteps } from './trace-steps';
import { previousRun, traceRows } from './trace-rows';
import { tracesSearch } from './trace-search';
import { tracesWindow } from './trace-window';

/** Those that the contract names. */
const contractQueries = {
  'traces.window': tracesWindow,
  'traces.search': tracesSearch,
  'traces.rows': traceRows,
  'traces.mlflowJson': exportTraces,
  'trace.previousRun': previousRun,
  'trace.open': openTrace,
  'trace.spanDetail': spanDetail,
  'trace.spanOtlpJson': spanOtlpJson,
  'trace.info': traceInfo,
  'trace.logs': traceLogs,
  'trace.facets': traceFacets,
  'trace.spanView': spanView,
  'trace.steps': traceSteps,
  'trace.graph': traceGraph,
  'trace.markdown': traceMarkdown,
  'experiments.list': experimentsList,
  'tags.ofTraces': tagsOfTraces,
  'tags.suggest': tagsSuggest,
  'assessments.ofTrace': assessmentsOfTrace,
  'assessments.ofSession': assessmentsOfSession,
  'assessments.names': assessmentNames,
  'assessments.distribution': assessmentDistribution,
  'diff.open': traceDiff,
  'diff.pair': diffPair,
  'diff.groupRuns': groupRuns,
  'diff.groups': groupsDiff,
  'diff.verdicts': runVerdicts,
  'sessions.window': sessionsWindow,
  'sessions.open': sessionDetail,
  'sessions.context': sessionContext,
} as const satisfies { [Name in MethodName]?: (host: QueryHost) => Query<Name> };

/** Those that only the engine itself asks. */
const internalQueries = {
  'mlflow.experiment': experimentOf,
  'mlflow.experiments': experimentsOf,
  'mlflow.traceInfos': mlflowTraceInfos,
  'mlflow.traces': mlflowTraces,
  'mlflow.traceData': mlflowTraceData,
  'mlflow.spansOfArtifact': spansOfArtifact,
  'mlflow.search': mlflowSearchTraces,
  'mlflow.filterCorrelation': filterCorrelation,
  'mlflow.traceMetrics': traceMetrics,
  'mlflow.assessment': findAssessment,
  'mlflow.traceKeys': traceKeys,
  'langfuse.sessionTrace': sessionTrace,
} as const satisfies { [Name in InternalName]: (host: QueryHost) => InternalQuery<Name> };

export const queries = { ...contractQueries, ...internalQueries };
export type ContractQueryName = keyof typeof contractQueries;
export type QueryName = keyof typeof queries;
