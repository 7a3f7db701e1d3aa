/**
 * The narrow facets of a span: what lists, trees, graphs and the folding of a trace need, without
 * any content. Stored as JSON, so every field is optional and absent means null, '' or false.
 */
import type { TraceTag } from '../annotations/trace-tag';
import type { ConventionId } from './convention-id';
import type { FacetKind } from './facet-kind';
import type { DeclaredEdge, EvaluationTarget, SpanRelation, Usage } from './span-facets';

/** Grows whenever the same span would give other facets; stored ones are then made anew. */
export const NORMALISER_VERSION = 6;

export interface FacetRow {
  readonly kind: FacetKind;
  readonly label?: string;
  readonly convention?: ConventionId;
  readonly requestModel?: string;
  readonly responseModel?: string;
  readonly provider?: string;
  readonly responseId?: string;
  readonly agentId?: string;
  readonly agentName?: string;
  readonly agentParentId?: string;
  readonly toolName?: string;
  readonly toolCallId?: string;
  /** Ids of the tool calls that the model's answer asks for; '' where the sender gave none. */
  readonly requestedCallIds?: readonly string[];
  /** Names of the tools, parallel to `requestedCallIds`. */
  readonly requestedToolNames?: readonly string[];
  readonly toolIsError?: true;
  readonly usage?: Partial<
    Pick<Usage, 'input' | 'output' | 'total' | 'cacheRead' | 'cacheWrite' | 'reasoning'>
  >;
  readonly usageScope?: Usage['scope'];
  readonly cost?: {
    readonly inputUsd?: number;
    readonly outputUsd?: number;
    readonly totalUsd: number;
  };
  /** Billed as a batch. */
  readonly isBatch?: true;
  /** Earlier messages were replaced by a summary. */
  readonly isCompacted?: true;
  readonly timeToFirstTokenNs?: number;
  readonly finishReason?: string;
  readonly sessionId?: string;
  readonly userId?: string;
  readonly tags?: readonly string[];
  readonly tagValues?: readonly TraceTag[];
  /** One line each, of at most `PREVIEW_LENGTH` characters. */
  readonly inputPreview?: string;
  readonly outputPreview?: string;
  /** The sender's own choice for the whole trace wins over what is derived. */
  readonly traceInputPreview?: string;
  readonly traceOutputPreview?: string;
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly isPending?: true;
  readonly realParentSpanId?: string;
  readonly standsForSpanId?: string;
  /** What its evaluations say, and, parallel to them, what each of them judges. */
  readonly evaluations?: readonly ToldEvaluation[];
  readonly evaluationTargets?: readonly EvaluationTarget[];
  readonly relations?: readonly SpanRelation[];
  readonly declaredEdges?: readonly DeclaredEdge[];
  readonly attempt?: number;
  /**
   * A 32-bit hash of each input message (those of `model.system`, then of `model.input`), then of
   * the output messages.
   */
  readonly inputHashes?: readonly number[];
  readonly outputHashes?: readonly number[];
  /**
   * What two runs are compared by where that is another hash: of which message, counted over input
   * and then output, and the hash of it without ids and times.
   */
  readonly comparedHashes?: readonly (readonly [at: number, hash: number])[];
  /** Estimated tokens of each input message, parallel to `inputHashes`. */
  readonly inputTokenEstimates?: readonly number[];
  /** How many of `inputHashes`, from the first, are of system messages. */
  readonly systemMessageCount?: number;
  /** What two runs are compared by (`diff/fingerprint.ts`). */
  readonly inputHash?: number;
  readonly outputHash?: number;
  readonly exactHash?: number;
  readonly parametersHash?: number;
  readonly toolsHash?: number;
  readonly sketch?: readonly [high: number, low: number];
  /** Cut, redacted or not recorded content. */
  readonly hasContentNotes?: true;
  /** The sender sent no span: it was made of log records. */
  readonly isMadeOfLogs?: true;
  /** Why nothing is known of it; nothing else is then. */
  readonly notUnderstood?: NotUnderstood;
}

export interface ToldEvaluation {
  readonly name: string;
  readonly score?: number;
  readonly label?: string;
  readonly explanation?: string;
}

/** `likeOthers`: not tried, since too many spans of its trace were given up on. */
export type NotUnderstood = 'tookTooLong' | 'endedThread' | 'likeOthers';

/** MLflow's length of request and response previews. */
export const PREVIEW_LENGTH = 1000;
