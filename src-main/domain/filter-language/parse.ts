/**
 * Text → tree, by recursive descent. Everything that is wrong is told with its place; after an
 * error reading goes on with the next condition. Grammar of `app`:
 *
 *     or         = and { OR and }
 *     and        = not { AND not }
 *     not        = NOT not | "(" or ")" | comparison
 *     comparison = field operator [ value | "(" value { "," value } ")" ]
 *
 * `mlflow` takes comparisons joined by AND only, and an AND at the end. Source: mlflow.md §3.
 */
import type { Dialect, FilterError, FilterNode } from './ast';
import { ComparisonReader } from './read-comparison';
import { FilterSyntaxError } from './syntax-error';
import { isJoint, tokenize, wordOf, type Token } from './tokens';
import { invalidClause } from './wording';

/** The tree is null for an empty text, which all traces match. */
export type ParsedFilter =
  | { readonly isValid: true; readonly tree: FilterNode | null }
  | { readonly isValid: false; readonly errors: readonly FilterError[] };

export const MAX_FILTER_LENGTH = 10_000;
/** SQLite nests conditions 1000 deep at most, and each takes a few levels. */
export const MAX_COMPARISONS = 200;
const MAX_DEPTH = 50;

/** Never throws. */
export function parseFilter(text: string, dialect: Dialect): ParsedFilter {
  if (text.length > MAX_FILTER_LENGTH) {
    const message = `A filter may have ${MAX_FILTER_LENGTH} characters at most.`;
    return { isValid: false, errors: [{ from: MAX_FILTER_LENGTH, to: text.length, message }] };
  }
  return new Parser(text, dialect).parse();
}

class Parser {
  private readonly tokens: readonly Token[];
  private readonly errors: FilterError[] = [];
  private readonly comparisons: ComparisonReader;
  private at = 0;
  private comparisonCount = 0;

  constructor(
    private readonly text: string,
    private readonly dialect: Dialect,
  ) {
    this.tokens = tokenize(text);
    this.comparisons = new ComparisonReader(this.tokens, dialect);
  }

  parse(): ParsedFilter {
    if (this.peek().kind === 'end') return { isValid: true, tree: null };
    let tree: FilterNode | null = null;
    try {
      tree = this.readOr(0);
      if (this.peek().kind !== 'end') throw this.unknownShape();
    } catch (error) {
      if (!(error instanceof FilterSyntaxError)) throw error;
      // What is wrong before tells more than that nothing fits behind it.
      if (this.errors.length === 0) this.errors.push(error.at);
    }
    const { errors } = this;
    return errors.length > 0 ? { isValid: false, errors } : { isValid: true, tree };
  }

  private readOr(depth: number): FilterNode | null {
    const nodes = [this.readAnd(depth)];
    while (this.dialect === 'app' && wordOf(this.peek()) === 'OR') {
      this.at += 1;
      nodes.push(this.readAnd(depth));
    }
    return joined('or', nodes);
  }

  private readAnd(depth: number): FilterNode | null {
    const nodes = [this.readNot(depth)];
    while (wordOf(this.peek()) === 'AND') {
      this.at += 1;
      if (this.dialect === 'mlflow' && this.peek().kind === 'end') break;
      nodes.push(this.readNot(depth));
    }
    return joined('and', nodes);
  }

  private readNot(depth: number): FilterNode | null {
    const token = this.peek();
    const isNot = wordOf(token) === 'NOT';
    if (!isNot && token.source !== '(') return this.readComparison();
    if (this.dialect === 'mlflow') throw this.unknownShape();
    if (depth >= MAX_DEPTH) throw new FilterSyntaxError(token, 'This is nested too deep.');
    this.at += 1;
    if (isNot) {
      const node = this.readNot(depth + 1);
      return node === null ? null : { kind: 'not', node };
    }
    const node = this.readOr(depth + 1);
    if (this.peek().source === ')') {
      this.at += 1;
    } else if (this.peek().kind === 'end') {
      throw new FilterSyntaxError(token, 'This parenthesis is not closed.');
    } else {
      throw this.unknownShape();
    }
    return node;
  }

  private readComparison(): FilterNode | null {
    this.comparisonCount += 1;
    const first = this.peek();
    if (this.comparisonCount > MAX_COMPARISONS) {
      const message = `A filter may have ${MAX_COMPARISONS} conditions at most.`;
      throw new FilterSyntaxError(first, message);
    }
    try {
      const { node, next } = this.comparisons.read(this.at);
      this.at = next;
      return node;
    } catch (error) {
      if (!(error instanceof FilterSyntaxError)) throw error;
      this.errors.push(error.at);
      this.skipCondition();
      return null;
    }
  }

  /** On to what may follow a condition. */
  private skipCondition(): void {
    let depth = 0;
    for (;;) {
      const token = this.peek();
      if (token.kind === 'end') return;
      if (depth === 0 && (token.source === ')' || isJoint(token))) return;
      if (token.source === '(') depth += 1;
      if (token.source === ')') depth -= 1;
      this.at += 1;
    }
  }

  /** The error for what is no condition, from here on. */
  private unknownShape(): FilterSyntaxError {
    const token = this.peek();
    if (this.dialect === 'app') {
      const isClosing = token.source === ')';
      const message = isClosing
        ? 'This parenthesis was never opened.'
        : 'AND or OR is missing before this.';
      return new FilterSyntaxError(token, message);
    }
    if (token.source === ';' && this.tokens[this.at + 1]?.kind !== 'end') {
      const message = `Search filter contained multiple expression "${this.text}". Provide AND-ed expression list.`;
      return new FilterSyntaxError(token, message);
    }
    const end = token.source === '(' ? this.closingOf(this.at) : token;
    const place = { from: token.from, to: end.to };
    return new FilterSyntaxError(place, invalidClause([this.text.slice(place.from, place.to)]));
  }

  private closingOf(open: number): Token {
    let depth = 0;
    for (let at = open; ; at += 1) {
      const token = this.tokens[at];
      if (token === undefined || token.kind === 'end') return this.tokens[at - 1] ?? this.peek();
      if (token.source === '(') depth += 1;
      if (token.source === ')') depth -= 1;
      if (depth === 0) return token;
    }
  }

  private peek(): Token {
    const token = this.tokens[this.at];
    if (token === undefined) throw new Error('There is no token after the end.');
    return token;
  }
}

function joined(kind: 'and' | 'or', nodes: readonly (FilterNode | null)[]): FilterNode | null {
  const read = nodes.filter((node) => node !== null);
  return read.length > 1 ? { kind, nodes: read } : (read[0] ?? null);
}
