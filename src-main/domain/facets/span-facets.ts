/**
 * What a span means, whatever library emitted it: the normalised model of the conventions
 * reference §7. Derived from the stored span and its log records, never stored instead of them.
 * All of it survives structured clone.
 */
import type { TraceTag } from '../annotations/trace-tag';
import type { JsonValue, Message, RankedDocument, ToolDefinition } from '../messages';
import type { UnixNs } from '../units';
import type { ConventionId } from './convention-id';
import type { FacetKind } from './facet-kind';

export interface SpanFacets {
  /** Every convention the span follows; the first is the one that decided its kind. */
  readonly conventions: readonly ConventionMatch[];
  readonly kind: FacetKind;
  /** The word the sender used, e.g. `CHAT_MODEL`; null where the kind was told otherwise. */
  readonly kindRaw: string | null;
  /** What the span is about: model, tool or agent name; else the span's own name. */
  readonly label: string;
  readonly agent: AgentRef | null;
  readonly model: ModelCall | null;
  readonly tool: ToolUse | null;
  readonly retrieval: Retrieval | null;
  readonly embedding: Embedding | null;
  /** What went in and came out, where that is not chat messages; several where senders disagree. */
  readonly input: readonly Payload[];
  readonly output: readonly Payload[];
  readonly sessionId: string | null;
  readonly userId: string | null;
  readonly tags: readonly string[];
  /** Tags of the trace that have a value. */
  readonly tagValues: readonly TraceTag[];
  readonly metadata: readonly MetadataEntry[];
  readonly error: SpanError | null;
  readonly usage: Usage | null;
  /** As the sender reported it; computed cost is found by folding the trace. */
  readonly reportedCost: ReportedCost | null;
  readonly evaluations: readonly Evaluation[];
  readonly prompt: PromptRef | null;
  readonly relations: readonly SpanRelation[];
  /** Of the graph that the span is, or is a node of. */
  readonly declaredEdges: readonly DeclaredEdge[];
  /** Which try of its request it was, from 1; null where not told. */
  readonly attempt: number | null;
  /** Set where the library exports spans before they end (Logfire, MLflow). */
  readonly pending: Pending | null;
  /** By field path, e.g. `usage.input`, `model.requestModel`, `input`. */
  readonly provenance: Readonly<Record<string, Provenance>>;
  readonly notes: readonly FacetNote[];
}

export interface ConventionMatch {
  readonly id: ConventionId;
  /** Of the convention, where it can be told, e.g. `1.37`. */
  readonly version: string | null;
  /** What gave it away, e.g. `scope openinference.instrumentation.openai`. */
  readonly evidence: string;
}

export type ProvenancePlace =
  | 'attribute'
  | 'event'
  | 'log'
  | 'resource'
  | 'scope'
  | 'name'
  | 'derived';

/** Where a field was read from. */
export interface Provenance {
  /** Attribute key, event or log name; how it was derived for `derived`. */
  readonly key: string;
  readonly convention: ConventionId;
  readonly place: ProvenancePlace;
}

export interface AgentRef {
  readonly id: string | null;
  readonly name: string | null;
  readonly version: string | null;
  readonly description: string | null;
  /** Id of the agent that started it. */
  readonly parentId: string | null;
}

/** One call of a model, or an agent's own account of its calls. */
export interface ModelCall {
  readonly requestModel: string | null;
  readonly responseModel: string | null;
  /** In lower case canonical form, e.g. `openai`, `anthropic`, `azure.ai.openai`. */
  readonly provider: string | null;
  readonly responseId: string | null;
  /** Temperature and the like, in the sender's order. */
  readonly parameters: readonly MetadataEntry[];
  /** System prompt, where it is not part of `input`. */
  readonly system: readonly Message[];
  readonly input: readonly Message[];
  readonly output: readonly Message[];
  readonly toolDefinitions: readonly ToolDefinition[];
  /** Canonical: `stop`, `length`, `tool_calls`, `content_filter`, `error`; else as sent. */
  readonly finishReasons: readonly string[];
  readonly isStream: boolean | null;
  readonly timeToFirstTokenNs: number | null;
  /** As the provider calls it, e.g. `batch`, `priority`: prices differ by it. */
  readonly serviceTier: string | null;
  /** A summary stands for earlier messages. */
  readonly isCompacted: boolean;
  /** Stream chunks in order, where the library exports them. */
  readonly chunks: readonly StreamChunk[];
}

export interface StreamChunk {
  /** 0 where not known. */
  readonly timeNs: UnixNs;
  readonly value: JsonValue;
}

export interface ToolUse {
  readonly name: string;
  readonly callId: string | null;
  readonly type: string | null;
  readonly description: string | null;
  readonly args: Payload | null;
  readonly result: Payload | null;
  /** The tool reported failure although the span may not. */
  readonly isError: boolean;
  readonly mcp: McpCall | null;
}

export interface McpCall {
  readonly method: string;
  readonly server: string | null;
  readonly sessionId: string | null;
}

export interface Retrieval {
  readonly query: string | null;
  readonly documents: readonly RankedDocument[];
  /** Of a reranker: the documents before. */
  readonly inputDocuments: readonly RankedDocument[];
  readonly topK: number | null;
}

export interface Embedding {
  readonly texts: readonly string[];
  readonly dimensions: number | null;
}

export interface Payload {
  /** Parsed where it was JSON text; else the text itself. */
  readonly value: JsonValue;
  readonly mime: string | null;
  readonly isTruncated: boolean;
  readonly isRedacted: boolean;
  readonly from: Provenance;
}

export interface MetadataEntry {
  readonly key: string;
  readonly value: JsonValue;
}

export interface SpanError {
  readonly type: string | null;
  readonly message: string | null;
  readonly stack: string | null;
  readonly httpStatus: number | null;
}

/**
 * Tokens. `input` and `output` are inclusive totals; cache and reasoning are parts of them
 * (conventions reference §8.2). Null means not reported, which is not 0.
 */
export interface Usage {
  readonly input: number | null;
  readonly output: number | null;
  readonly total: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly reasoning: number | null;
  /** Whether the sender's `input` counted cached tokens; `input` above always does. */
  readonly inputIncludedCache: boolean | 'unknown';
  readonly outputIncludedReasoning: boolean | 'unknown';
  /** `call`: one request. `aggregate`: sum over descendants. `cumulative`: over the life of an agent. */
  readonly scope: 'call' | 'aggregate' | 'cumulative';
  /** Counts under keys this version gives no meaning. */
  readonly extra: readonly MetadataEntry[];
}

export interface ReportedCost {
  readonly inputUsd: number | null;
  readonly outputUsd: number | null;
  readonly totalUsd: number;
}

export interface Evaluation {
  readonly name: string;
  readonly score: number | null;
  readonly label: string | null;
  readonly explanation: string | null;
  readonly target: EvaluationTarget;
}

/** What an evaluation judges. */
export interface EvaluationTarget {
  readonly scope: 'span' | 'response' | 'trace' | 'session';
  /** Hex id of a span, or the id of a response; null: the span that tells, or what it is of. */
  readonly id: string | null;
  /** Hex; null where it is of the same trace. */
  readonly traceId: string | null;
}

export interface PromptRef {
  readonly name: string;
  readonly version: string | null;
  readonly variables: readonly MetadataEntry[];
}

/** A tie beyond parent and child. Source: conventions reference §8.4. */
export interface SpanRelation {
  /** `follows`: it works on what the other one sent. */
  readonly type: 'parentOf' | 'follows' | 'handoff' | 'feedbackTarget' | 'retryOf' | 'other';
  /** Hex; '' where the other end is known by agent name alone. */
  readonly traceId: string;
  readonly spanId: string;
  readonly fromAgent: string | null;
  readonly toAgent: string | null;
}

/** A way that a run may take from one node to another, as its sender declared. Source: §8.4. */
export interface DeclaredEdge {
  /** Name of a node; null for the span that declares. */
  readonly from: string | null;
  readonly to: string;
}

export interface Pending {
  /** Hex id of the parent of the span this stands for; null where its own parent is right. */
  readonly realParentSpanId: string | null;
  /** Hex id of the span this is a placeholder of; null where it is the span itself. */
  readonly standsForSpanId: string | null;
}

export interface FacetNote {
  readonly code:
    | 'valuesDiffer'
    | 'contentTruncated'
    | 'contentRedacted'
    | 'contentNotRecorded'
    | 'unparsable'
    | 'usageNegative'
    | 'madeOfLogs'
    | 'notUnderstood'
    | 'logsNotRead';
  /** Field path it is about. */
  readonly field: string;
  /** One plain sentence. */
  readonly message: string;
}
