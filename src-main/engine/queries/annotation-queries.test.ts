import { expect, it } from 'vitest';

import { AssessmentWriter } from '../store/assessment-writer';
import { TagWriter } from '../store/tag-writer';
import { testAssessment } from '../store/test-support/assessments';
import { TempStore } from '../store/test-support/temp-store';
import { traceIdOf } from '../store/test-support/requests';
import { assessmentDistribution } from './assessment-distribution';
import { assessmentNames } from './assessment-names';
import { createQueryHost, QueryCancelled } from './query';
import { tagsSuggest } from './tags-suggest';

const never = (): void => undefined;
const everywhere = { experiment: null };

it.each([
  ['tags.suggest', 'suggest'],
  ['assessments.names', 'names'],
  ['assessments.distribution', 'distribution'],
] as const)('%s ends where it is cancelled', (_, which) => {
  const store = new TempStore();
  store.write({ trace: 1, span: 1 });
  new TagWriter(store.db).set(Buffer.from(traceIdOf(1), 'hex'), { key: 'env', value: 'dev' });
  new AssessmentWriter(store.db).put(testAssessment('a-1'));
  // Cancellation is asked about at every 4096th.
  store.db.exec('UPDATE assessment SET id = 4096; UPDATE trace SET id = 4096');
  let isCancelled = false;
  const host = createQueryHost(store.db, () => isCancelled);
  const queries = {
    suggest: () => tagsSuggest(host)({ ...everywhere, text: '', limit: 10 }, never),
    names: () => assessmentNames(host)(everywhere, never),
    distribution: () =>
      assessmentDistribution(host)(
        { ...everywhere, name: 'good', kind: 'feedback', text: '' },
        never,
      ),
  };
  expect(JSON.stringify(queries[which]())).toMatch(/env|good|true/);
  isCancelled = true;
  expect(queries[which]).toThrow(QueryCancelled);
});
