/** The filter language as data. Places in the text stand in errors only, not in the tree. */

/** Fields of a trace that are texts. */
export type TraceTextField =
  | 'agent'
  | 'client_request_id'
  | 'experiment'
  | 'model'
  | 'name'
  | 'request_id'
  | 'service'
  | 'session'
  | 'status'
  | 'trace_id'
  | 'user';

/** Fields of a trace that are numbers; times are milliseconds, points in time since the epoch. */
export type TraceNumberField =
  | 'cost'
  | 'end_time_ms'
  | 'errors'
  | 'execution_time_ms'
  | 'model_calls'
  | 'spans'
  | 'timestamp_ms'
  | 'tokens'
  | 'tool_calls';

export type FilterField =
  | { readonly of: 'trace'; readonly name: TraceTextField | TraceNumberField }
  /** All that the spans of the trace hold. */
  | { readonly of: 'text' }
  /** `name/version` of a prompt that the trace used. */
  | { readonly of: 'prompt' }
  /** A known problem that the trace is an example of. */
  | { readonly of: 'issue' }
  | { readonly of: 'tag' | 'metadata'; readonly key: string }
  | { readonly of: 'feedback' | 'expectation'; readonly key: string }
  | { readonly of: 'span'; readonly name: SpanField }
  | { readonly of: 'spanAttribute'; readonly key: string };

export type SpanField = 'content' | 'name' | 'status' | 'type';

export type TextOperator = '=' | '!=' | 'LIKE' | 'ILIKE' | 'RLIKE';
export type NumberOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type ListOperator = 'IN' | 'NOT IN';
export type NullOperator = 'IS NULL' | 'IS NOT NULL';
export type Operator = TextOperator | NumberOperator | ListOperator | NullOperator;

export type TextTest = {
  readonly operator: TextOperator;
  readonly text: string;
  /** The boolean that the text stands for besides: yes or no, as the app says it. */
  readonly isYes?: boolean;
};
export type NumberTest = { readonly operator: NumberOperator; readonly number: number };
export type ListTest = {
  readonly operator: ListOperator;
  readonly texts: readonly string[];
  /** Booleans that the texts stand for besides; not empty. */
  readonly booleans?: readonly boolean[];
};
export type NullTest = { readonly operator: NullOperator };

export type FilterTest = TextTest | NumberTest | ListTest | NullTest;

export interface Comparison {
  readonly kind: 'comparison';
  readonly field: FilterField;
  readonly test: FilterTest;
}

/**
 * `and` and `or` have two nodes or more. One that stood in parentheses within its like is a node
 * of its own: each `and` looks for one span that all its conditions on spans hold on.
 */
export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly node: FilterNode }
  | Comparison;

/** What is wrong, and where: UTF-16 offsets into the text, `from` before or at `to`. */
export interface FilterError {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/**
 * `mlflow` is what MLflow's servers take (mlflow.md §3), `app` what is typed in the app: the same
 * with OR, NOT, parentheses, more fields and words without quotes.
 */
export type Dialect = 'app' | 'mlflow';
