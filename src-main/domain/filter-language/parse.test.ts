import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseOrderBy } from './order-by';
import { parseFilter } from './parse';
import { recordedFilters, recordedOrders } from './test-support/recorded-searches';

describe('the searches recorded against MLflow', () => {
  it.each(recordedFilters)('%s', (filter, answer) => {
    const parsed = parseFilter(filter, 'mlflow');
    if (parsed.isValid) expect(answer).toBeTypeOf('number');
    else expect(parsed.errors[0]?.message.slice(0, String(answer).length)).toBe(answer);
  });

  it.each(recordedOrders)('order by %j', (clauses, answer) => {
    const parsed = parseOrderBy(clauses);
    if (parsed.isValid) expect(answer).toBeTypeOf('number');
    else expect(parsed.message.slice(0, String(answer).length)).toBe(answer);
  });
});
