/** One condition: a field, an operator and what it is compared with. */
import type { Comparison, Dialect, FilterNode, Operator } from './ast';
import { operatorsOf, resolveField, type ResolvedField } from './fields';
import { readTest } from './read-value';
import { FilterSyntaxError, type TextRange } from './syntax-error';
import { isJoint, wordOf, type Token } from './tokens';
import { invalidClause, unknownField, wrongOperator } from './wording';

const symbols: ReadonlyMap<string, Operator> = new Map([
  ['=', '='],
  ['!=', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);
/** Other ways to write an operator, in the app. */
const synonyms: ReadonlyMap<string, Operator> = new Map([
  ['==', '='],
  ['<>', '!='],
]);
const words: ReadonlyMap<string, Operator> = new Map([
  ['LIKE', 'LIKE'],
  ['ILIKE', 'ILIKE'],
  ['RLIKE', 'RLIKE'],
  ['IN', 'IN'],
]);
const keywords: ReadonlySet<string> = new Set([
  ...words.keys(),
  'AND',
  'OR',
  'NOT',
  'IS',
  'BETWEEN',
]);

interface ReadOperator {
  readonly operator: Operator;
  /** NOT before a pattern, which the app reads as NOT before the condition. */
  readonly isNegated: boolean;
  /** As it stands in the text. */
  readonly source: string;
  /** Tokens it takes. */
  readonly length: number;
}

export class ComparisonReader {
  constructor(
    private readonly tokens: readonly Token[],
    private readonly dialect: Dialect,
  ) {}

  /**
   * Reads the condition that begins at a token.
   * @throws FilterSyntaxError
   */
  read(start: number): { readonly node: FilterNode; readonly next: number } {
    const { token, field } = this.readField(start);
    const read = this.readOperator(start + 1);
    if (read === null) throw this.noOperator(start);
    const { operator, isNegated, source, length } = read;
    const valid = operatorsOf(field.type, this.dialect);
    const place = this.placeOf(start + 1, length);
    const isSynonym = this.dialect === 'mlflow' && (synonyms.has(source) || isNegated);
    if (isSynonym || !valid.includes(operator)) {
      const message = wrongOperator(source, valid, token.source, this.dialect);
      throw new FilterSyntaxError(place, message);
    }
    const at = start + 1 + length;
    const values = this.readOperands(start, at, operator, place);
    const test = readTest(field, operator, values.operands, this.dialect);
    const comparison: Comparison = { kind: 'comparison', field: field.field, test };
    return {
      node: isNegated ? { kind: 'not', node: comparison } : comparison,
      next: values.next,
    };
  }

  private readField(start: number): { token: Token; field: ResolvedField } {
    const token = this.tokens[start];
    if (token?.kind !== 'name' || keywords.has(wordOf(token))) throw this.noField(start);
    // MLflow takes it for a type of SQL.
    if (this.dialect === 'mlflow' && token.source.toLowerCase() === 'text') {
      throw this.unknownShape(start, token, '');
    }
    const field = resolveField(token.parts, this.dialect);
    if (!('unknown' in field)) return { token, field };
    // In the app: a word that nothing is asked of was meant to be looked for.
    if (this.dialect === 'app' && this.readOperator(start + 1) === null) {
      throw this.noField(start);
    }
    throw new FilterSyntaxError(token, unknownField(field, this.dialect));
  }

  private readOperator(at: number): ReadOperator | null {
    const token = this.tokens[at];
    if (token === undefined) return null;
    const symbol = symbols.get(token.source) ?? synonyms.get(token.source);
    if (symbol !== undefined) {
      return { operator: symbol, isNegated: false, source: token.source, length: 1 };
    }
    const word = wordOf(token);
    const operator = words.get(word);
    if (operator !== undefined) return { operator, isNegated: false, source: word, length: 1 };
    const next = wordOf(this.tokens[at + 1]);
    if (word === 'NOT') {
      const negated = words.get(next);
      if (negated === undefined) return null;
      const source = `NOT ${negated}`;
      if (negated === 'IN') return { operator: 'NOT IN', isNegated: false, source, length: 2 };
      return { operator: negated, isNegated: true, source, length: 2 };
    }
    if (word !== 'IS') return null;
    if (next === 'NULL') {
      return { operator: 'IS NULL', isNegated: false, source: 'IS NULL', length: 2 };
    }
    if (next !== 'NOT' || wordOf(this.tokens[at + 2]) !== 'NULL') return null;
    return { operator: 'IS NOT NULL', isNegated: false, source: 'IS NOT NULL', length: 3 };
  }

  /** The tokens of the values. */
  private readOperands(
    start: number,
    at: number,
    operator: Operator,
    place: TextRange,
  ): { readonly operands: readonly Token[]; readonly next: number } {
    if (operator === 'IS NULL' || operator === 'IS NOT NULL') return { operands: [], next: at };
    if (operator !== 'IN' && operator !== 'NOT IN') {
      return { operands: [this.readOperand(start, at, place)], next: at + 1 };
    }
    const open = this.tokens[at];
    if (open?.source !== '(') {
      throw this.unknownShape(start, place, `A list in parentheses is missing after ${operator}.`);
    }
    const operands: Token[] = [];
    for (let next = at + 1; ; next += 2) {
      operands.push(this.readOperand(start, next, this.tokens[next - 1] ?? open));
      const after = this.tokens[next + 1];
      if (after?.source === ')') return { operands, next: next + 2 };
      if (after?.source !== ',') {
        const isEnd = after === undefined || after.kind === 'end';
        const message = isEnd ? 'This list is not closed.' : 'A comma is missing before this.';
        throw this.unknownShape(start, isEnd ? open : after, message);
      }
    }
  }

  private readOperand(start: number, at: number, before: TextRange): Token {
    const token = this.tokens[at];
    const isValue = token?.kind === 'string' || token?.kind === 'number';
    if (token !== undefined && isValue) return token;
    if (token?.kind === 'name' && !keywords.has(wordOf(token))) {
      // MLflow knows no such values, and words of SQL not even as words.
      const isWordOfSql = ['TRUE', 'FALSE', 'NULL'].includes(wordOf(token));
      if (this.dialect === 'mlflow' && isWordOfSql) throw this.unknownShape(start, token, '');
      return token;
    }
    if (token?.kind === 'unclosed') {
      throw this.unknownShape(start, token, 'This quote is not closed.');
    }
    throw this.unknownShape(start, before, 'A value is missing after this.');
  }

  private noField(start: number): FilterSyntaxError {
    const token = this.tokens[start];
    const before = this.tokens[start - 1];
    if (token === undefined || token.kind === 'end' || token.source === ')') {
      const place = before ?? token ?? { from: 0, to: 0 };
      return this.unknownShape(start, place, 'A condition is missing after this.');
    }
    const word = wordOf(token);
    if (word === 'AND' || word === 'OR') {
      return this.unknownShape(start, token, `A condition is missing before ${word}.`);
    }
    const message =
      token.kind === 'unclosed'
        ? 'This quote is not closed.'
        : `${token.source} is no field. To look for words within a filter, write text ILIKE '%words%'.`;
    return this.unknownShape(start, token, message);
  }

  private noOperator(start: number): FilterSyntaxError {
    const field = this.tokens[start];
    const next = this.tokens[start + 1];
    const isAtEnd =
      next === undefined || next.kind === 'end' || isJoint(next) || next.source === ')';
    const place = isAtEnd ? field : next;
    const name = field?.source ?? '';
    const message = isAtEnd
      ? `${name} is compared with nothing. An operator such as = is missing.`
      : `An operator such as = is missing after ${name}.`;
    return this.unknownShape(start, place ?? { from: 0, to: 0 }, message);
  }

  /** MLflow's answer names all of the condition, as far as the next AND. */
  private unknownShape(start: number, place: TextRange, message: string): FilterSyntaxError {
    if (this.dialect === 'app') return new FilterSyntaxError(place, message);
    const sources: string[] = [];
    let isRange = false;
    for (const token of this.tokens.slice(start)) {
      const word = wordOf(token);
      if (token.kind === 'end' || (word === 'AND' && !isRange)) break;
      if (word === 'AND') isRange = false;
      else sources.push(token.source);
      if (word === 'BETWEEN') isRange = true;
    }
    if (sources.length === 0) sources.push(this.tokens[start - 1]?.source ?? '');
    return new FilterSyntaxError(place, invalidClause(sources));
  }

  private placeOf(start: number, length: number): TextRange {
    const from = this.tokens[start]?.from ?? 0;
    return { from, to: this.tokens[start + length - 1]?.to ?? from };
  }
}
