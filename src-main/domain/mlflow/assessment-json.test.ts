import { describe, expect, it } from 'vitest';

import type { TraceId } from '../units';
import { assessmentToJson, readAssessment } from './assessment-json';
import { readAssessmentPatch } from './assessment-patch-json';
import { formatExactJson, parseExactJson } from './exact-json';
import { MlflowJsonError } from './json-members';

const traceId = '3ced577b6c7d19a8fc4f70e84f9384f6' as TraceId;
const defaults = { newId: () => 'a-1', nowMs: 1_500, origin: 'api' } as const;

function read(assessment: object) {
  return readAssessment(parseExactJson(JSON.stringify(assessment)), defaults);
}

function errorOf(run: () => unknown): MlflowJsonError {
  try {
    run();
  } catch (error) {
    if (error instanceof MlflowJsonError) return error;
    throw error;
  }
  throw new Error('It was taken.');
}

describe('readAssessment', () => {
  it('fills in what a feedback leaves out', () => {
    expect(read({ trace_id: `tr-${traceId}`, feedback: { value: 3 } })).toEqual({
      id: 'a-1',
      traceId,
      spanId: null,
      name: 'feedback',
      kind: 'feedback',
      value: 3,
      error: null,
      rationale: null,
      source: { type: 'CODE', id: 'default' },
      metadata: {},
      overrides: null,
      isValid: true,
      createdMs: 1_500,
      updatedMs: 1_500,
      origin: 'api',
    });
  });

  it('takes camelCase, and the name that judges had', () => {
    const assessment = read({
      traceId: `tr-${traceId}`,
      spanId: '74447E94239B7BB5',
      assessmentName: 'exp',
      source: { sourceType: 'ai_judge', sourceId: 'gpt' },
      createTime: '2026-11-21T07:11:44.458123Z',
      expectation: {
        serializedValue: { serializationFormat: 'JSON_FORMAT', value: '{"a": [1, 2]}' },
      },
    });
    expect(assessment).toMatchObject({
      spanId: '74447e94239b7bb5',
      kind: 'expectation',
      value: { a: [1, 2] },
      source: { type: 'LLM_JUDGE', id: 'gpt' },
      createdMs: Date.UTC(2026, 10, 21, 7, 11, 44, 458),
      updatedMs: Date.UTC(2026, 10, 21, 7, 11, 44, 458),
    });
  });

  it('takes the trace that the path of a request names', () => {
    const json = parseExactJson('{"feedback": {"value": true}, "trace_id": ""}');
    expect(readAssessment(json, { ...defaults, traceId }).traceId).toBe(traceId);
  });

  it.each<[object, string]>([
    [{}, 'assessment'],
    [{ feedback: { value: 1 }, expectation: { value: 1 } }, 'assessment'],
    [{ trace_id: 'x', feedback: { value: 1 } }, 'assessment.trace_id'],
    [{ feedback: { value: 1 } }, 'assessment.trace_id'],
    [{ trace_id: `tr-${traceId}`, span_id: 'x', feedback: { value: 1 } }, 'assessment.span_id'],
    [{ trace_id: `tr-${traceId}`, expectation: { value: 1 } }, 'assessment.assessment_name'],
    [{ trace_id: `tr-${traceId}`, feedback: {} }, 'assessment.feedback.value'],
    [
      { trace_id: `tr-${traceId}`, feedback: { error: {} } },
      'assessment.feedback.error.error_code',
    ],
    [{ trace_id: `tr-${traceId}`, issue: {}, assessment_name: 'i' }, 'assessment.issue.issue_name'],
    [{ trace_id: `tr-${traceId}`, feedback: { value: 1 }, valid: 'yes' }, 'assessment.valid'],
    [
      { trace_id: `tr-${traceId}`, feedback: { value: 1 }, create_time: 'now' },
      'assessment.create_time',
    ],
    [
      { trace_id: `tr-${traceId}`, feedback: { value: 1 }, metadata: { a: {} } },
      'assessment.metadata.a',
    ],
    [
      { trace_id: `tr-${traceId}`, feedback: { value: 1 }, source: { source_type: 'ROBOT' } },
      'assessment.source.source_type',
    ],
    [
      {
        trace_id: `tr-${traceId}`,
        assessment_name: 'e',
        expectation: { serialized_value: { value: '{' } },
      },
      'assessment.expectation.serialized_value.value',
    ],
  ])('names the member that is wrong in %j', (assessment, field) => {
    expect(errorOf(() => read(assessment)).field).toBe(field);
  });

  it('refuses a value that would overflow the stack', () => {
    const value = '['.repeat(100_000) + ']'.repeat(100_000);
    const json = parseExactJson(`{"trace_id": "tr-${traceId}", "feedback": {"value": ${value}}}`);
    expect(errorOf(() => readAssessment(json, defaults)).field).toBe('assessment.feedback.value');
  });
});

describe('assessmentToJson', () => {
  it('writes whole numbers as the floats that protobuf makes of them', () => {
    const assessment = read({ trace_id: `tr-${traceId}`, feedback: { value: { a: [3] } } });
    expect(formatExactJson(assessmentToJson(assessment, 'rest'))).toContain(
      '"feedback":{"value":{"a":[3.0]}}',
    );
    const expected = { ...assessment, kind: 'expectation', value: { a: [3] } } as const;
    expect(formatExactJson(assessmentToJson(expected, 'rest'))).toContain(
      String.raw`"value":"{\"a\": [3]}"`,
    );
  });
});

describe('readAssessmentPatch', () => {
  const assessment = {
    assessment_id: 'a-1',
    assessment_name: 'good',
    feedback: { value: false },
    rationale: 'no',
    metadata: { k: 'v' },
  };

  function patch(request: object) {
    return readAssessmentPatch(parseExactJson(JSON.stringify(request)));
  }

  it('takes what the mask names, in either case', () => {
    expect(patch({ assessment, update_mask: 'assessmentName,feedback, rationale' })).toEqual({
      kind: 'feedback',
      patch: { name: 'good', value: false, error: null, rationale: 'no' },
    });
    expect(patch({ assessment, updateMask: 'metadata,assessment_name' })).toEqual({
      kind: null,
      patch: { name: 'good', metadata: { k: 'v' } },
    });
  });

  it('takes what is there where there is no mask', () => {
    expect(patch({ assessment: { rationale: '', valid: false } })).toEqual({
      kind: null,
      patch: { rationale: null, isValid: false },
    });
  });

  it.each<[object, string]>([
    [{}, 'assessment'],
    [{ assessment, update_mask: 'source' }, 'update_mask'],
    [
      {
        assessment: { ...assessment, expectation: { value: 1 } },
        update_mask: 'feedback,expectation',
      },
      'update_mask',
    ],
    [{ assessment: {}, update_mask: 'assessmentName' }, 'assessment.assessment_name'],
  ])('names the member that is wrong in %j', (request, field) => {
    expect(errorOf(() => patch(request)).field).toBe(field);
  });
});
