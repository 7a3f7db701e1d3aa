import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isVolatileMember, scrubName, scrubText, type Scrubbing } from './scrub';

describe('scrubName', () => {
  it.each([
    ['run 3f2b8c1d-aaaa-4bbb-8ccc-0123456789ab', 'run #'],
    ['job 7f3a9c1e', 'job #'],
    ['batch 1732712', 'batch #'],
    ['GET /users/81723/items', 'GET /users/#/items'],
    ['call_0001_0 done', '# done'],
    ['backup 2026-01-02 03:04:05', 'backup #'],
    ['chat gpt-4o', 'chat gpt-4o'],
    ['deadbeef', 'deadbeef'],
    ['step 2', 'step 2'],
    ['run_python3', 'run_python3'],
    ['run_sql_v2', 'run_sql_v2'],
    ['gen_report_2024', 'gen_report_2024'],
    ['step_kubernetes2', 'step_kubernetes2'],
  ])('%s is %s', (name, scrubbed) => {
    expect(scrubName(name)).toBe(scrubbed);
  });
});

describe('scrubText', () => {
  const all: readonly Scrubbing[] = ['arguments', 'content', 'prompt'];
  const takenBy = (text: string) =>
    all.filter((scrubbing) => scrubText(text, scrubbing) !== text).join();

  it.each([
    ['an id: 3f2b8c1d-aaaa-4bbb-8ccc-0123456789ab', 'arguments,content,prompt'],
    ['toolu_01A09q90qw90lq917835lq9', 'arguments,content,prompt'],
    ['chatcmpl-9x8Kf2LmQ7', 'arguments,content,prompt'],
    ['trace 4bf92f3577b34da6a3ce929d0e0e4736', 'content,prompt'],
    ['Now: 2026-01-02T03:04:05.678+02:00.', 'content,prompt'],
    ['Fri Nov 27 20:46:42 UTC', 'content,prompt'],
    ['Today is Friday, November 27, 2026.', 'prompt'],
    ['Today is 2026-11-27.', 'prompt'],
    ['git show 9fceb02d0ae598e95dc970b74767f19372d61af8', ''],
    ['order 4711 for doc-a, at 10:30', ''],
    ['fetch_page2, run_sql_v2, call_center_24', ''],
  ])('takes out of "%s" as %s', (text, scrubbings) => {
    expect(takenBy(text)).toBe(scrubbings);
  });

  it('takes a time out wherever it is in a text of any length', () => {
    const around = fc.string({
      unit: fc.constantFrom('a', ' ', 'é', '7 ', '_', ':', '-'),
      maxLength: 99,
    });
    const time = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) });
    fc.assert(
      fc.property(around, fc.nat(9000), time, time, around, (before, spaces, x, y, after) => {
        const at = (date: Date): string =>
          `${before}${' '.repeat(spaces + 1)}${date.toISOString()} ${after}`;
        expect(scrubText(at(x), 'content')).toBe(scrubText(at(y), 'content'));
      }),
    );
  });

  it('leaves a text as it is that has nothing of one run', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ]*$/), (text) => {
        expect(scrubText(text, 'prompt')).toBe(text);
      }),
    );
  });

  it('reads a text once, however it is made', () => {
    // Patterns that begin anew at every character would outlast the limit of a test many times.
    for (const unit of ['a', '1', '-', 'a1', 'call_', '2026-', '1:', ' 2']) {
      const text = unit.repeat(500_000);
      expect(scrubText(text, 'prompt')).toBe(text);
      expect(scrubName(text).length).toBeLessThanOrEqual(512);
    }
  });
});

it('takes members of results for volatile by name, and none of arguments', () => {
  const names = ['took', 'created_at', 'duration_ms', 'request_id', 'requestId', 'latency'];
  expect(names.filter((name) => !isVolatileMember(name, 'content'))).toEqual([]);
  expect(names.filter((name) => isVolatileMember(name, 'arguments'))).toEqual([]);
  expect(['id', 'order_id', 'date', 'time'].filter((n) => isVolatileMember(n, 'content'))).toEqual(
    [],
  );
});
