/** 'tags.suggest': tags in use, while one is typed. */
import type { TagSuggestion } from '@contract/annotations';
import { unlessCancelled, type Query, type QueryHost } from './query';
import { textMatch } from './text-match';

export function tagsSuggest({ db }: QueryHost): Query<'tags.suggest'> {
  return ({ text, limit, experiment }) => {
    const match = textMatch(text.trim(), 0);
    return db
      .prepare<[object], TagSuggestion>(/* sql */ `
        SELECT key, value, count(*) AS traceCount FROM trace_tag
        WHERE is_removed = 0 AND key NOT LIKE 'mlflow.%'
          AND (${match.contains('key')} OR ${match.contains('value')})
          AND EXISTS (SELECT 1 FROM trace
            WHERE trace.trace_id = trace_tag.trace_id AND trace.deleted_at_ms IS NULL
              AND (:experiment IS NULL OR trace.experiment = :experiment)
              AND ${unlessCancelled('trace.id')})
        GROUP BY key, value ORDER BY traceCount DESC, key, value LIMIT :limit`)
      .all({ ...match.values, limit, experiment });
  };
}
