import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

describe('errors as all of OpenTelemetry tells them', () => {
  it('takes type, message and stack of the last exception, then the status', () => {
    const { error } = facetsOf({
      statusCode: 2,
      statusMessage: 'status',
      events: [
        { name: 'exception', attributes: { 'exception.type': 'First' } },
        {
          name: 'exception',
          attributes: { 'exception.type': 'Last', 'exception.stacktrace': 's' },
        },
      ],
    });
    expect(error).toEqual({ type: 'Last', message: 'status', stack: 's', httpStatus: null });
  });

  it.each(['http.response.status_code', 'http.status_code'])('reads %s as what it is', (key) => {
    const { error, provenance } = facetsOf({ statusCode: 2, attributes: { [key]: 503 } });
    expect(error?.httpStatus).toBe(503);
    expect(provenance['error.httpStatus']?.key).toBe(key);
  });

  it('does not take a mark that it failed for a message', () => {
    expect(facetsOf({ statusCode: 2, attributes: { error: true } }).error?.message).toBeNull();
    expect(facetsOf({ statusCode: 2, attributes: { error: 'no' } }).error?.message).toBe('no');
  });

  it('takes an exception on a span that went well for handled', () => {
    const events = [{ name: 'exception', attributes: { 'exception.type': 'Retried' } }];
    expect(facetsOf({ statusCode: 1, events }).error).toBeNull();
    expect(facetsOf({ statusCode: 0, events }).error?.type).toBe('Retried');
  });
});
