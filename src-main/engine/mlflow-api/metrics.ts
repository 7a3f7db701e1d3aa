/**
 * Figures of many traces: `traces/metrics` and `traces/calculate-filter-correlation` (mlflow.md §4,
 * extras; mlflow/protos/service.proto).
 */
import { aggregationTypes, type Aggregation } from '@domain/mlflow/metric-points';
import { npmiOf } from '@domain/mlflow/npmi';
import {
  listMember,
  memberOf,
  membersOf,
  requiredText,
  textMember,
  type Members,
} from '@domain/mlflow/json-members';
import { bodyOf, json, type ApiCall } from '../http-api/api-call';
import { invalid } from '../http-api/api-error';
import { traceMetricDimensions, traceMetricNames } from '../queries/internal-queries';
import type { Answer } from '../receiver';
import { numberMember } from './parameters';
import { pageOf } from './paging';
import { experimentIdsOf, textList } from './search';

const DEFAULT_MAX_RESULTS = 1000;

/** Of traces alone; those of spans and assessments are in the app. */
export async function queryTraceMetrics(call: ApiCall): Promise<Answer> {
  const body = await bodyOf(call);
  const view = memberOf(body, 'view_type');
  if (view !== 'TRACES' && view !== 1n) {
    throw invalid('view_type: Otelier has metrics of TRACES alone.');
  }
  const metric = oneOf(traceMetricNames, requiredText(body, 'metric_name'), 'metric_name');
  const dimensions = textList(body, 'dimensions').map((name) =>
    oneOf(traceMetricDimensions, name, 'dimensions'),
  );
  const seconds = numberMember(body, 'time_interval_seconds');
  if (seconds !== null && seconds < 1) throw invalid('time_interval_seconds: it must be positive.');
  const points = await call.ask('mlflow.traceMetrics', {
    experimentIds: await experimentIdsOf(call, body),
    metric,
    aggregations: aggregationsOf(body),
    dimensions,
    // There `tag.` and `metadata.` stand behind the name of the view.
    filters: textList(body, 'filters').map((filter) =>
      filter.replace(/^\s*trace\.(?=(?:tags?|metadata)\.)/i, ''),
    ),
    intervalMs: seconds === null ? null : seconds * 1000,
    startMs: numberMember(body, 'start_time_ms'),
    endMs: numberMember(body, 'end_time_ms'),
  });
  const names = [...(seconds === null ? [] : ['time_bucket']), ...dimensions];
  const limit = numberMember(body, 'max_results') ?? DEFAULT_MAX_RESULTS;
  const { items, nextPageToken } = pageOf(points, limit, textMember(body, 'page_token') ?? '');
  return json({
    data_points: items.map(({ group, values }) => ({
      metric_name: metric,
      dimensions: Object.fromEntries(names.map((name, at) => [name, group[at]])),
      values,
    })),
    ...(nextPageToken === null ? {} : { next_page_token: nextPageToken }),
  });
}

function aggregationsOf(body: Members): Aggregation[] {
  const aggregations = listMember(body, 'aggregations').map((item, at): Aggregation => {
    const path = `aggregations[${at}]`;
    const members = membersOf(item, path);
    const name = requiredText(members, 'aggregation_type');
    const type = oneOf(aggregationTypes, name, `${path}.aggregation_type`);
    if (type !== 'PERCENTILE') return { type };
    const percentile = Number(memberOf(members, 'percentile_value'));
    if (percentile >= 0 && percentile <= 100) return { type, percentile };
    throw invalid(`${path}.percentile_value: a number from 0 to 100 was expected.`);
  });
  if (aggregations.length === 0) throw invalid('aggregations: at least one was expected.');
  return aggregations;
}

function oneOf<Name extends string>(names: readonly Name[], text: string, field: string): Name {
  const name = names.find((each) => each === text);
  if (name !== undefined) return name;
  throw invalid(`${field}: one of ${names.join(', ')} was expected, not ${JSON.stringify(text)}.`);
}

export async function calculateFilterCorrelation(call: ApiCall): Promise<Answer> {
  const body = await bodyOf(call);
  const counts = await call.ask('mlflow.filterCorrelation', {
    experimentIds: await experimentIdsOf(call, body),
    first: requiredText(body, 'filter_string1'),
    second: requiredText(body, 'filter_string2'),
    base: textMember(body, 'base_filter') ?? '',
  });
  const { npmi, smoothed } = npmiOf(counts);
  return json({
    npmi: numberOf(npmi),
    npmi_smoothed: numberOf(smoothed),
    filter1_count: counts.first,
    filter2_count: counts.second,
    joint_count: counts.joint,
    total_count: counts.total,
  });
}

/** Protobuf's JSON has no sign for it. */
function numberOf(value: number): number | 'NaN' {
  return Number.isNaN(value) ? 'NaN' : value;
}
