/** Handlers `diff.…`. */
import type { HandlersOf } from '../router';
import type { ReaderPool } from '../store/reader-pool';
import { streamQuery } from './stream-query';

export function diffHandlers(readers: ReaderPool): HandlersOf<'diff'> {
  return {
    'diff.open': (params, context) => streamQuery(readers, 'diff.open', params, context),
    'diff.groups': (params, context) => streamQuery(readers, 'diff.groups', params, context),
    'diff.groupRuns': (params, { signal }) => readers.run('diff.groupRuns', params, { signal }),
    'diff.pair': (params, { signal }) => readers.run('diff.pair', params, { signal }),
    'diff.verdicts': (params, { signal }) => readers.run('diff.verdicts', params, { signal }),
  };
}
