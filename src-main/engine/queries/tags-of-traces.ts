/** 'tags.ofTraces': what tags some traces have, and which of them have each. */
import type { TagOfTraces } from '@contract/annotations';
import type { Query, QueryHost } from './query';

export function tagsOfTraces({ db }: QueryHost): Query<'tags.ofTraces'> {
  const select = db.prepare<
    [string],
    { readonly key: string; readonly value: string; readonly traceKeys: string }
  >(/* sql */ `
    SELECT tag.key, tag.value, json_group_array(trace.id) AS traceKeys
    FROM json_each(?) asked
      JOIN trace ON trace.id = asked.value AND trace.deleted_at_ms IS NULL
      JOIN trace_tag tag ON tag.trace_id = trace.trace_id
    WHERE tag.is_removed = 0 AND tag.key NOT LIKE 'mlflow.%'
    GROUP BY tag.key, tag.value ORDER BY tag.key, tag.value`);
  return ({ keys }): readonly TagOfTraces[] =>
    select.all(JSON.stringify(keys)).map(({ key, value, traceKeys }) => ({
      key,
      value,
      traceKeys: JSON.parse(traceKeys) as number[],
    }));
}
