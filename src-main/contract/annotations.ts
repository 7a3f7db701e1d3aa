/** What the window learns of tags, assessments and experiments. */
import type { AssessmentKind } from '../domain/annotations/assessment';
import type { TraceTag } from '../domain/annotations/trace-tag';
import type { JsonValue } from '../domain/messages';
import type { SpanId } from '../domain/units';

/** An assessment as a row of the list shows it. */
export interface AssessmentBrief {
  readonly name: string;
  readonly kind: AssessmentKind;
  readonly value: JsonValue;
  /** Whether there is an error in place of a value. */
  readonly hasError: boolean;
  readonly spanId: SpanId | null;
  /** It is about the session that the trace is of. */
  readonly isOfSession: boolean;
}

/** A tag that traces have, offered while one is typed. */
export interface TagSuggestion {
  readonly key: string;
  readonly value: string;
  readonly traceCount: number;
}

/** A tag that some of the traces have that were asked about. */
export interface TagOfTraces extends TraceTag {
  /** Those that have it, by key. */
  readonly traceKeys: readonly number[];
}

/** A name that assessments have, for columns and filters. */
export interface AssessmentName {
  readonly name: string;
  readonly kind: AssessmentKind;
  /** What most of its values are. */
  readonly valueType: AssessmentValueType;
  /** Valid ones. */
  readonly count: number;
}

export type AssessmentValueType = 'boolean' | 'number' | 'text' | 'json';

/** How the valid values of one name are spread. */
export interface AssessmentDistribution {
  readonly count: number;
  /** Of them, how many have an error in place of a value. */
  readonly errorCount: number;
  readonly valueType: AssessmentValueType;
  /** Of numbers and booleans (true is 1); null where there are none. */
  readonly mean: number | null;
  /** Most frequent values first for texts and booleans; equal ranges in order for numbers. */
  readonly buckets: readonly DistributionBucket[];
  /** Values that are in no bucket. */
  readonly otherCount: number;
}

export interface DistributionBucket {
  /** Text of the value, as a filter compares it; of a range its lower bound. */
  readonly label: string;
  /** Of a range of numbers; the last one includes its upper bound. */
  readonly from: number | null;
  readonly to: number | null;
  readonly count: number;
}
