import { describe, expect, it } from 'vitest';

import type { FilterError, FilterNode } from './ast';
import { parseOrderBy } from './order-by';
import { MAX_COMPARISONS, MAX_FILTER_LENGTH, parseFilter } from './parse';
import { recordedFilters, recordedOrders } from './test-support/recorded-searches';

/** What MLflow says otherwise, though refused here too; or fails at, though it makes sense. */
const otherWords: ReadonlySet<string> = new Set([
  "metadata.`mlflow.trace.user` IN ('u1')",
  'span.duration > 1',
  'span.attributes.`gen_ai.usage.input_tokens` > 5',
  "feedback.err > '0.1'",
  "prompt LIKE 'a/1'",
]);
const servedHere: ReadonlySet<string> = new Set(['end_time_ms', 'timestamp_ms,timestamp_ms']);

describe('the searches recorded against MLflow', () => {
  it.each(recordedFilters)('%s', (filter, answer) => {
    const parsed = parseFilter(filter, 'mlflow');
    expect(parsed.isValid).toBe(typeof answer === 'number');
    if (parsed.isValid || otherWords.has(filter)) return;
    expect(parsed.errors[0]?.message.slice(0, String(answer).length)).toBe(answer);
  });

  it.each(recordedOrders)('order by %j', (clauses, answer) => {
    const parsed = parseOrderBy(clauses);
    expect(parsed.isValid).toBe(typeof answer === 'number' || servedHere.has(clauses.join()));
    if (!parsed.isValid) expect(parsed.message.slice(0, String(answer).length)).toBe(answer);
  });
});

describe('what servers of MLflow take that came later', () => {
  it('compares assessments with numbers', () => {
    expect(parseFilter('feedback.score >= 0.5', 'mlflow')).toMatchObject({
      isValid: true,
      tree: { field: { of: 'feedback', key: 'score' }, test: { operator: '>=', number: 0.5 } },
    });
    expect(parseFilter("feedback.score > '0.5'", 'mlflow')).toMatchObject({
      isValid: false,
      errors: [
        {
          message:
            "Expected a numeric value for feedback when using comparator '>'. Got value '0.5'",
        },
      ],
    });
  });

  it('takes keys in single quotes', () => {
    expect(parseFilter("tags.'my env' = 'prod'", 'mlflow')).toMatchObject({
      isValid: true,
      tree: { field: { of: 'tag', key: 'my env' }, test: { operator: '=', text: 'prod' } },
    });
  });
});

function treeOf(text: string): FilterNode | null {
  const parsed = parseFilter(text, 'app');
  if (!parsed.isValid) throw new Error(parsed.errors[0]?.message);
  return parsed.tree;
}

function errorsOf(text: string): readonly FilterError[] {
  const parsed = parseFilter(text, 'app');
  return parsed.isValid ? [] : parsed.errors;
}

/** The text with its wrong places in brackets. */
function marked(text: string): string {
  let result = text;
  for (const { from, to } of [...errorsOf(text)].reverse()) {
    result = `${result.slice(0, from)}[${result.slice(from, to)}]${result.slice(to)}`;
  }
  return result;
}

const status = (text: string): FilterNode => ({
  kind: 'comparison',
  field: { of: 'trace', name: 'status' },
  test: { operator: '=', text },
});
const tag = (key: string, text: string): FilterNode => ({
  kind: 'comparison',
  field: { of: 'tag', key },
  test: { operator: '=', text },
});

describe('the dialect of the app', () => {
  it('binds AND closer than OR, and NOT closest', () => {
    expect(treeOf("status = OK or not status = ERROR and tag.a = 'x'")).toEqual({
      kind: 'or',
      nodes: [
        status('OK'),
        { kind: 'and', nodes: [{ kind: 'not', node: status('ERROR') }, tag('a', 'x')] },
      ],
    });
  });

  it('keeps what stands in parentheses together', () => {
    expect(treeOf('tag.a = x AND (tag.b = y AND (tag.c = z))')).toEqual({
      kind: 'and',
      nodes: [tag('a', 'x'), { kind: 'and', nodes: [tag('b', 'y'), tag('c', 'z')] }],
    });
  });

  it.each([
    ['STATUS = error', 'the case of names and states', status('ERROR')],
    ['state == running', 'other names', status('IN_PROGRESS')],
    ['tag.`my ``key``.x` = "it""s"', 'quotes within quotes', tag('my `key`.x', 'it"s')],
    ['tag.a-b.c = gpt-4.1', 'words without quotes', tag('a-b.c', 'gpt-4.1')],
    ['tag.build = 12', 'numbers as texts', tag('build', '12')],
  ])('reads %s (%s)', (text, _what, tree) => {
    expect(treeOf(text)).toEqual(tree);
  });

  it.each([
    ['duration > 1.5s', '>', 1500],
    ['duration_ms <= 2min', '<=', 120_000],
    ['tokens <> 3', '!=', 3],
    ["cost < '0.01'", '<', 0.01],
    ['feedback.score >= .5', '>=', 0.5],
    ['span.attributes.gen_ai.usage.input_tokens > 1e3', '>', 1000],
  ])('reads the number of %s', (text, operator, number) => {
    expect(treeOf(text)).toMatchObject({ test: { operator, number } });
  });

  it('takes yes and no of feedback for booleans too, in the app alone', () => {
    expect(treeOf('feedback.good = Yes')).toMatchObject({ test: { text: 'Yes', isYes: true } });
    expect(treeOf("expectation.good IN ('no', 'x')")).toMatchObject({
      test: { texts: ['no', 'x'], booleans: [false] },
    });
    expect(treeOf('tag.good = yes')).toEqual(tag('good', 'yes'));
    expect(parseFilter("feedback.good = 'yes'", 'mlflow')).toMatchObject({
      tree: { test: { operator: '=', text: 'yes' } },
    });
    expect(parseFilter("feedback.good = 'yes'", 'mlflow')).not.toHaveProperty('tree.test.isYes');
  });

  it('reads NOT before a pattern as NOT before the condition', () => {
    expect(treeOf("name NOT LIKE 'a%'")).toEqual(treeOf("NOT name LIKE 'a%'"));
  });

  it.each([
    ["[nmae] = 'x'", 'There is no field nmae. Did you mean name?'],
    ["[span.kind] = 'x'", 'There is no field kind. There are name, type'],
    ["[tag.] = 'x'", 'A name is missing after the dot.'],
    ['status [=]', 'A value is missing after this.'],
    ['[status]', 'status is compared with nothing.'],
    ["status = 'OK' [AND]", 'A condition is missing after this.'],
    ["[AND] status = 'OK'", 'A condition is missing before AND.'],
    ["[(]status = 'OK'", 'This parenthesis is not closed.'],
    ["status = 'OK'[)]", 'This parenthesis was never opened.'],
    ["status = 'OK' [tag.a] = 'x'", 'AND or OR is missing'],
    ["[error] AND status = 'OK'", 'error is no field.'],
    ["name = ['open]", 'This quote is not closed.'],
    ['status = [bad]', 'There is no status bad. There are OK, ERROR, IN_PROGRESS.'],
    ["name [>] 'a'", 'name cannot be compared with >.'],
    ["tokens > ['many']", "'many' is no number."],
    ['duration > [2d]', '2d is no number. Write 500, 500ms or 2s.'],
    ["name RLIKE ['(']", 'This is no regular expression.'],
    ["prompt = ['p']", "Invalid prompts filter value 'p'."],
    ["name IN [(]'a'", 'This list is not closed.'],
    ["name IN ('a' ['b'])", 'A comma is missing before this.'],
    ["name [IN] 'a'", 'A list in parentheses is missing after IN.'],
    ['name [=] NOT x', 'A value is missing after this.'],
  ])('shows the place: %s', (text, message) => {
    const plain = text.replace(/[[\]]/g, '');
    expect(marked(plain)).toBe(text);
    expect(errorsOf(plain)[0]?.message).toContain(message);
  });

  it('tells of several mistakes at once', () => {
    expect(marked("nope = 'a' AND status = OK OR cost = 'b'")).toBe(
      "[nope] = 'a' AND status = OK OR cost = ['b']",
    );
  });

  it('limits length, conditions and depth', () => {
    const many = Array.from({ length: MAX_COMPARISONS + 1 }, () => 'cost > 1').join(' AND ');
    expect(errorsOf(many)[0]?.message).toContain('200 conditions at most');
    expect(errorsOf('('.repeat(60))[0]?.message).toBe('This is nested too deep.');
    expect(errorsOf('NOT '.repeat(2000))[0]?.message).toBe('This is nested too deep.');
    expect(errorsOf('x'.repeat(MAX_FILTER_LENGTH + 1))[0]?.message).toContain('characters at most');
  });
});

describe('the order of MLflow', () => {
  const keysOf = (...clauses: string[]) => {
    const parsed = parseOrderBy(clauses);
    return parsed.isValid ? parsed.keys : parsed.message;
  };
  const newest = { field: { of: 'trace', name: 'timestamp_ms' }, isDescending: true };
  const byId = { field: { of: 'trace', name: 'request_id' }, isDescending: false };

  it('is newest first, then by id', () => {
    expect(keysOf()).toEqual([newest, byId]);
    expect(keysOf('timestamp asc')).toEqual([{ ...newest, isDescending: false }, byId]);
  });

  it('takes tags, metadata and runs', () => {
    expect(keysOf('tag.`a b` DESC', 'run_id', 'experiment_id').slice(0, 3)).toEqual([
      { field: { of: 'tag', key: 'a b' }, isDescending: true },
      { field: { of: 'metadata', key: 'mlflow.sourceRun' }, isDescending: false },
      { field: { of: 'experimentId' }, isDescending: false },
    ]);
  });

  it.each(['', '()', "'name'", 'name ASC DESC', 'foo.bar'])('refuses %j', (clause) => {
    expect(keysOf(clause)).toBeTypeOf('string');
  });
});
