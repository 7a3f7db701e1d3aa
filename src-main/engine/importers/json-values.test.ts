import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonValueScanner, TORN_REASON } from './json-values';

interface Scanned {
  values: { text: string; line: number; offset: number }[];
  skips: { reason: string; line: number; offset: number; text: string }[];
  large: string[];
}

/** Scans a text cut into chunks of the given size. */
function scan(text: string, chunkBytes = 1 << 16, maxValueBytes = 1 << 20): Scanned {
  const result: Scanned = { values: [], skips: [], large: [] };
  let large = '';
  const scanner = new JsonValueScanner(
    {
      value: (bytes, line, offset) =>
        result.values.push({ text: bytes.toString('utf8'), line, offset }),
      skip: (reason, line, offset, bytes) =>
        result.skips.push({ reason, line, offset, text: bytes.toString('utf8') }),
      largeStart: (bytes) => {
        large = bytes.toString('utf8');
      },
      largeMore: (bytes) => {
        large += bytes.toString('utf8');
      },
      largeEnd: () => result.large.push(large),
      largeTorn: (reason) => result.skips.push({ reason, line: 0, offset: 0, text: large }),
    },
    maxValueBytes,
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    scanner.push(Buffer.from(bytes.subarray(at, at + chunkBytes)));
  }
  scanner.end();
  return result;
}

const requests = fc.array(
  fc.record({
    resourceSpans: fc.array(
      fc.record({ name: fc.string({ unit: 'grapheme' }), value: fc.jsonValue({ maxDepth: 3 }) }),
    ),
  }),
  { maxLength: 6 },
);

describe('JsonValueScanner', () => {
  it('finds the same values however the file is laid out and cut into chunks', () => {
    const layouts: ((values: unknown[]) => string)[] = [
      (values) => values.map((value) => `${JSON.stringify(value)}\n`).join(''),
      (values) => values.map((value) => JSON.stringify(value, null, 2)).join('\n'),
      (values) => values.map((value) => JSON.stringify(value)).join(''),
      (values) => JSON.stringify(values),
      (values) => JSON.stringify(values, null, 2),
      (values) => `\r\n${values.map((value) => `${JSON.stringify(value)}\r\n`).join('\r\n')}`,
    ];
    fc.assert(
      fc.property(
        requests,
        fc.constantFrom(...layouts),
        fc.integer({ min: 1, max: 200 }),
        (values, layout, chunkBytes) => {
          const scanned = scan(layout(values), chunkBytes);
          expect(scanned.skips).toEqual([]);
          expect(scanned.values.map((value) => JSON.parse(value.text) as unknown)).toEqual(
            JSON.parse(JSON.stringify(values)),
          );
        },
      ),
    );
  });

  it('tells line and offset of each value', () => {
    const scanned = scan('{"a":1}\n\n  {"b":\n2}{"c":3}');
    expect(scanned.values).toEqual([
      { text: '{"a":1}', line: 1, offset: 0 },
      { text: '{"b":\n2}', line: 3, offset: 11 },
      { text: '{"c":3}', line: 4, offset: 19 },
    ]);
  });

  it('F5 goes on after a record that was torn in the middle of a line', () => {
    const scanned = scan(
      '{"a":1}\n{"resourceSpans":[{"x":"y\n{"b":2}\n{"resourceSpans":[{\n{"c":3}\n',
    );
    expect(scanned.values.map((value) => value.text)).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
    expect(scanned.skips.map(({ reason, line }) => ({ reason, line }))).toEqual([
      { reason: TORN_REASON, line: 2 },
      { reason: TORN_REASON, line: 4 },
    ]);
  });

  it('F5 goes on after a torn first record', () => {
    const scanned = scan('{"resourceSpans":[{"a":[\n{"resourceSpans":[]}\n');
    expect(scanned.values.map((value) => value.text)).toEqual(['{"resourceSpans":[]}']);
    expect(scanned.skips).toHaveLength(1);
  });

  it('F5 keeps all before a torn tail and reports the tail', () => {
    const scanned = scan('{"a":1}\n{"b":{"c"');
    expect(scanned.values).toHaveLength(1);
    expect(scanned.skips).toEqual([
      {
        reason: 'The file ends before the last object closes.',
        line: 2,
        offset: 8,
        text: '{"b":{"c"',
      },
    ]);
  });

  it('F7 finds the object behind a logger prefix and reports lines that hold none', () => {
    const scanned = scan('Nov 21 INFO exporter: {"resource":{}}\nstarted\n');
    expect(scanned.values).toEqual([{ text: '{"resource":{}}', line: 1, offset: 22 }]);
    expect(scanned.skips).toMatchObject([{ line: 2, offset: 38, text: 'started' }]);
  });

  it('hands a value over the limit out in pieces', () => {
    const text = JSON.stringify({ resourceSpans: ['x'.repeat(5000)] });
    const scanned = scan(`${text}\n{"b":1}`, 100, 1000);
    expect(scanned.large).toEqual([text]);
    expect(scanned.values.map((value) => value.text)).toEqual(['{"b":1}']);
  });

  it('F5 finds the same records and skips however a file of torn records is cut', () => {
    const text = fc.stringMatching(/^[a-z {}"\\[\]]{0,12}$/);
    const record = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('resourceSpans', 'resource_metrics') },
      { weight: 1, arbitrary: fc.constantFrom('a', 'resource') },
    );
    const line = fc
      .record({
        key: record,
        text,
        indent: fc.constantFrom(undefined, 1),
        keep: fc.double({ min: 0, max: 1, noNaN: true }),
        torn: fc.boolean(),
        junk: fc.constantFrom('', '', 'INFO, x ', '[', ', '),
      })
      .map(({ key, text, indent, keep, torn, junk }) => {
        const whole = JSON.stringify({ [key]: [{ text, more: { text } }] }, null, indent);
        return junk + (torn ? whole.slice(0, Math.floor(keep * whole.length)) : whole);
      });
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 8 }),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 40 }),
        (lines, lineEnd, chunkBytes) => {
          const file = lines.join(lineEnd);
          expect(scan(file, chunkBytes)).toEqual(scan(file));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('F5 keeps the record after a torn one where a chunk ends between them', () => {
    const torn = '{"resourceSpans":[{"a":[';
    for (const next of ['{"resource_metrics":[]}', '{ "resourceSpans":[]}']) {
      for (let chunkBytes = 1; chunkBytes < 60; chunkBytes++) {
        const scanned = scan(`${torn}\n${next}\n`, chunkBytes);
        expect(scanned.values.map((value) => value.text)).toEqual([next]);
        expect(scanned.skips.map((skip) => skip.text)).toEqual([torn]);
      }
    }
  });

  it('never throws and never loses its place, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), (junk, chunk) => {
        const scanned = scan(`${junk}\n`, chunk, 64);
        expect(scanned.values.length + scanned.skips.length).toBeLessThanOrEqual(junk.length + 2);
      }),
    );
  });
});
