/** Conditions on what is said of a trace: tags, metadata, prompts and assessments. */
import { assessmentKinds, type AssessmentKind } from '@domain/annotations/assessment';
import { traceMetadata } from '@domain/annotations/trace-info';
import type { FilterTest } from '@domain/filter-language/ast';
import type { Binder } from './binder';
import { valueTest, withJsonText } from './value-test';

/** The value of a tag; null where the trace does not have it. */
export function tagColumn(key: string, binder: Binder): string {
  return `(SELECT t.value FROM trace_tag t WHERE t.trace_id = trace.trace_id
    AND t.key = ${binder.add(key)} AND t.is_removed = 0)`;
}

/** The value that a sender told, or what the spans say of the same. */
export function metadataColumn(key: string, binder: Binder): string {
  const told = `(SELECT m.value FROM trace_info i, json_each(i.metadata) m
    WHERE i.trace_id = trace.trace_id AND m.key = ${binder.add(key)})`;
  if (key === traceMetadata.session) return `coalesce(${told}, trace_facet.session_id)`;
  return key === traceMetadata.user ? `coalesce(${told}, trace_facet.user_id)` : told;
}

export function tagTest(key: string, test: FilterTest, binder: Binder): string {
  return valueTest(tagColumn(key, binder), test, binder);
}

export function metadataTest(key: string, test: FilterTest, binder: Binder): string {
  return valueTest(metadataColumn(key, binder), withJsonText(test), binder);
}

/** Prompts of a trace are a tag that holds a list of names and versions. */
export function promptTest(test: FilterTest, binder: Binder): string {
  const text = 'text' in test ? test.text : '';
  const slash = text.lastIndexOf('/');
  const name = binder.add(text.slice(0, slash));
  const version = binder.add(text.slice(slash + 1));
  return `EXISTS (SELECT 1 FROM trace_tag t,
      json_each(CASE WHEN json_valid(t.value) THEN t.value ELSE '[]' END) p
    WHERE t.trace_id = trace.trace_id AND t.key = 'mlflow.linkedPrompts' AND t.is_removed = 0
      AND CASE WHEN p.type = 'object' THEN p.value ->> '$.name' = ${name}
        AND CAST(p.value ->> '$.version' AS TEXT) = ${version} END)`;
}

/**
 * Assessments that hold, of the trace, its spans or its session. The plus signs keep SQLite from
 * going through all of the name for every trace.
 */
export function assessmentTest(
  kind: AssessmentKind,
  name: string | null,
  test: FilterTest,
  binder: Binder,
): string {
  const named = name === null ? '' : ` AND +a.name = ${binder.add(name)}`;
  const start = `EXISTS (SELECT 1 FROM assessment a
    WHERE (a.trace_id = trace.trace_id OR a.session_id = trace_facet.session_id)
      AND a.is_valid = 1 AND +a.kind = ${assessmentKinds.indexOf(kind)}${named}`;
  if (test.operator === 'IS NULL') return `NOT ${start})`;
  if (test.operator === 'IS NOT NULL') return `${start})`;
  return `${start} AND ${assessedTest(test, binder)})`;
}

/** Numbers are equal however they are written; yes and no are booleans too in the app. */
function assessedTest(test: FilterTest, binder: Binder): string {
  if ('number' in test) return valueTest('a.value_number', test, binder);
  const isEquality = 'text' in test && (test.operator === '=' || test.operator === '!=');
  const byText = valueTest('a.value_text', withJsonText(test), binder);
  const booleans = meantBooleans(test);
  if (booleans.length > 0) {
    const isMeant = `a.value IN (${booleans.map((each) => `'${each}'`).join(', ')})`;
    const isDenied = test.operator === '!=' || test.operator === 'NOT IN';
    return isDenied ? `(${byText} AND NOT ${isMeant})` : `(${byText} OR ${isMeant})`;
  }
  const number = isEquality && test.text.trim() !== '' ? Number(test.text) : Number.NaN;
  if (!isEquality || !Number.isFinite(number)) return byText;
  const isNumber = "a.value_number IS NOT NULL AND a.value NOT IN ('true', 'false')";
  const byNumber = `${isNumber} AND a.value_number = ${binder.add(number)}`;
  if (test.operator === '=') return `(${byText} OR (${byNumber}))`;
  return `(${byText} AND NOT (${byNumber}))`;
}

function meantBooleans(test: FilterTest): readonly boolean[] {
  if ('text' in test) return test.isYes === undefined ? [] : [test.isYes];
  return 'texts' in test ? (test.booleans ?? []) : [];
}
