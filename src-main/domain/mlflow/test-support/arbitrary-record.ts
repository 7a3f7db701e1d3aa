import fc from 'fast-check';

import {
  assessmentSourceTypes,
  type Assessment,
  type AssessmentKind,
} from '../../annotations/assessment';
import { traceStates, type TraceInfo } from '../../annotations/trace-info';
import type { JsonValue } from '../../messages';
import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '../../units';
import type { TraceRecord } from '../trace-info-json';

const text = fc.string({ unit: 'grapheme', maxLength: 30 });
const someText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
const ms = fc.integer({ min: 0, max: 4_000_000_000_000 });

function hexId(length: number): fc.Arbitrary<string> {
  const digit = fc.constantFrom(...'0123456789abcdef'.split(''));
  return fc
    .string({ unit: digit, minLength: length, maxLength: length })
    .filter((id) => /[^0]/.test(id));
}

const traceId = hexId(32).map((id) => parseTraceId(id) as TraceId);
const spanId = hexId(16).map((id) => parseSpanId(id) as SpanId);
/** Numeric names would be put in order. */
const name = someText.filter((one) => !/^\d+$/.test(one));
const textMap = fc.dictionary(name, text, { maxKeys: 4, noNullPrototype: true });

const value = fc
  .jsonValue({ maxDepth: 3 })
  .map((one) => JSON.parse(JSON.stringify(one)) as JsonValue);

function valueOf(kind: AssessmentKind): fc.Arbitrary<Pick<Assessment, 'value' | 'error'>> {
  const some = value.filter((one) => one !== null);
  if (kind === 'issue') return fc.record({ value: someText, error: fc.constant(null) });
  if (kind === 'expectation') return fc.record({ value: some, error: fc.constant(null) });
  const error = fc.record({
    code: someText,
    message: fc.option(someText),
    stackTrace: fc.option(someText),
  });
  return fc.oneof(
    fc.record({ value: some, error: fc.option(error) }),
    fc.record({ value: fc.constant(null), error }),
  );
}

function assessmentOf(id: TraceId): fc.Arbitrary<Assessment> {
  return fc.constantFrom<AssessmentKind>('feedback', 'expectation', 'issue').chain((kind) =>
    fc
      .tuple(
        fc.record({
          id: someText,
          traceId: fc.constant(id),
          spanId: fc.option(spanId),
          name: someText,
          kind: fc.constant(kind),
          rationale: fc.option(someText),
          source: fc.record({ type: fc.constantFrom(...assessmentSourceTypes), id: someText }),
          metadata: textMap,
          overrides: fc.option(someText),
          isValid: fc.boolean(),
          createdMs: ms,
          updatedMs: ms,
          origin: fc.constant('import' as const),
        }),
        valueOf(kind),
      )
      .map(([assessment, held]) => ({ ...assessment, ...held })),
  );
}

/** Records of all shapes, whose assessments were imported. */
export function traceRecord(): fc.Arbitrary<TraceRecord> {
  return traceId.chain((id) => {
    const info: fc.Arbitrary<TraceInfo> = fc.record({
      traceId: fc.constant(id),
      clientRequestId: fc.option(someText),
      experimentId: fc.nat(),
      requestTimeMs: ms,
      executionDurationMs: fc.option(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })),
      state: fc.constantFrom(...traceStates),
      requestPreview: fc.option(text),
      responsePreview: fc.option(text),
      metadata: textMap,
    });
    return fc.record({
      info,
      tags: textMap.map((tags) => Object.entries(tags).map(([key, tag]) => ({ key, value: tag }))),
      assessments: fc.array(assessmentOf(id), { maxLength: 3 }),
    });
  });
}
