/**
 * What a convention is: a pure reader that proposes what a span means. Conventions know nothing
 * of each other; where several propose the same field, `FacetDraft` decides by the rules of the
 * conventions reference §8.1.
 */
import type { ConventionId } from '../facets/convention-id';
import type { FacetKind } from '../facets/facet-kind';
import type {
  AgentRef,
  DeclaredEdge,
  Embedding,
  Evaluation,
  EvaluationTarget,
  FacetNote,
  McpCall,
  Pending,
  PromptRef,
  Provenance,
  ReportedCost,
  Retrieval,
  SpanError,
  SpanRelation,
  StreamChunk,
  Usage,
} from '../facets/span-facets';
import type { JsonValue, Message, ToolDefinition } from '../messages';
import type { AnyValue, KeyValue, LogRecord, Resource, Scope, Span } from '../otlp/model';

/** All that a convention may look at. */
export interface SpanSource {
  readonly span: Span;
  readonly resource: Resource;
  readonly scope: Scope;
  /** Log records of this span in time order. */
  readonly logs: readonly LogRecord[];
  readonly attributes: AttributeView;
  readonly resourceAttributes: AttributeView;
}

/** Attributes by key; of duplicates the last counts (OTLP), the others stay reachable. */
export interface AttributeView {
  readonly entries: readonly KeyValue[];
  has(key: string): boolean;
  get(key: string): AnyValue | undefined;
  all(key: string): readonly AnyValue[];
  /** Whether any key begins so. */
  hasPrefix(prefix: string): boolean;
  /** Entries whose keys begin so, in order. */
  withPrefix(prefix: string): readonly KeyValue[];
  /** Text of a string, number or boolean; null where absent, empty or of another type. */
  text(key: string): string | null;
  /** Number of a number, or of a string that is one. */
  number(key: string): number | null;
  bool(key: string): boolean | null;
  /** As plain JSON: strings as they are, everything else converted. */
  json(key: string): JsonValue | undefined;
  /** As `json`, but strings are parsed once where they hold JSON. */
  parsed(key: string): JsonValue | undefined;
}

export interface Convention {
  readonly id: ConventionId;
  /** Evidence that the span follows it, or null. */
  detect(source: SpanSource): { readonly version: string | null; readonly evidence: string } | null;
  /** Proposes what it can read. Called only where detected; never throws on any input. */
  propose(source: SpanSource, draft: FacetDraft): void;
}

/** How explicitly a kind was told; lower wins (§8.1 rules 1 and 2). */
export type KindTier =
  /** An emitter known to call its spans wrongly in another convention's words: beats all. */
  | 'correction'
  | 'vendorKind'
  | 'genAiOperation'
  | 'aiOperation'
  | 'toolKeys'
  | 'mcpMethod'
  | 'spanName'
  | 'model'
  | 'protocol';

/** Richness of content, best first (§8.1 rule 3). */
export type ContentForm =
  | 'semconvMessages'
  | 'semconvDetails'
  | 'openInferenceFlattened'
  | 'traceloopFlattened'
  | 'perMessageEvents'
  | 'aiSdkMessages'
  | 'pydanticAllMessages'
  | 'vendorBlob';

/**
 * Fields with one value. The lowest `rank` wins, among equals the convention that comes first in
 * the registry: 0 is a key as new as there is, its aliases come after it.
 */
export interface ScalarFields {
  readonly requestModel: string;
  readonly responseModel: string;
  readonly provider: string;
  readonly responseId: string;
  readonly timeToFirstTokenNs: number;
  readonly isStream: boolean;
  readonly serviceTier: string;
  readonly isCompacted: boolean;
  /** From 1. */
  readonly attempt: number;
  readonly sessionId: string;
  readonly userId: string;
  readonly agentId: AgentRef['id'];
  readonly agentName: AgentRef['name'];
  readonly agentVersion: AgentRef['version'];
  readonly agentDescription: AgentRef['description'];
  readonly agentParentId: AgentRef['parentId'];
  readonly toolName: string;
  readonly toolCallId: string;
  readonly toolType: string;
  readonly toolDescription: string;
  readonly toolIsError: boolean;
  readonly retrievalQuery: string;
  readonly retrievalTopK: number;
  readonly embeddingDimensions: number;
  readonly label: string;
}

export type MessageDirection = 'system' | 'input' | 'output';
export type PayloadDirection = 'input' | 'output' | 'toolArgs' | 'toolResult';

export type UsageField = 'input' | 'output' | 'total' | 'cacheRead' | 'cacheWrite' | 'reasoning';

/** Collects proposals and, at the end, decides. Null and undefined values are ignored. */
export interface FacetDraft {
  /**
   * False where only the narrow facets are wanted: then metadata, chunks and what else `FacetRow` has
   * no place for need not be read.
   */
  readonly wantsDetails: boolean;
  kind(kind: FacetKind, raw: string | null, tier: KindTier, from: Provenance): void;
  scalar<Field extends keyof ScalarFields>(
    field: Field,
    value: ScalarFields[Field] | null | undefined,
    from: Provenance,
    rank?: number,
  ): void;
  tokens(
    field: UsageField,
    value: number | null | undefined,
    from: Provenance,
    rank?: number,
  ): void;
  /** What the sender's counts mean; unset says as the semantic conventions do (§8.2). */
  usageRule(
    rule: Partial<Pick<Usage, 'inputIncludedCache' | 'outputIncludedReasoning' | 'scope'>>,
  ): void;
  usageExtra(key: string, value: JsonValue, from: Provenance): void;
  /** Chat messages; all of one direction at once, the system prompt apart where it is apart. */
  messages(
    direction: MessageDirection,
    messages: readonly Message[],
    form: ContentForm,
    from: Provenance,
  ): void;
  /**
   * Input or output that is not known to be chat messages. Text of a JSON object or array is parsed
   * by the draft, and read as chat where the span is a model call or an agent.
   */
  payload(
    direction: PayloadDirection,
    value: JsonValue | undefined,
    form: ContentForm,
    from: Provenance,
    mime?: string | null,
  ): void;
  toolDefinitions(definitions: readonly ToolDefinition[], from: Provenance): void;
  documents(
    direction: 'input' | 'output',
    documents: Retrieval['documents'],
    form: ContentForm,
    from: Provenance,
  ): void;
  embeddingTexts(texts: Embedding['texts'], from: Provenance): void;
  parameter(key: string, value: JsonValue | undefined, from: Provenance): void;
  finishReason(reason: string | null | undefined, from: Provenance): void;
  chunk(chunk: StreamChunk, from: Provenance): void;
  /** A label. */
  tag(tag: string, from: Provenance): void;
  /** A tag of the trace with a value of its own. */
  tagValue(key: string, value: string, from: Provenance): void;
  metadata(key: string, value: JsonValue | undefined, from: Provenance): void;
  cost(cost: ReportedCost, from: Provenance, rank?: number): void;
  error(error: Partial<SpanError>, from: Provenance): void;
  /** @param evaluation without a target: it judges its span, or what an evaluator's span is about */
  evaluation(evaluation: ProposedEvaluation, from: Provenance): void;
  prompt(prompt: PromptRef, from: Provenance): void;
  mcp(call: McpCall, from: Provenance): void;
  relation(relation: SpanRelation, from: Provenance): void;
  declaredEdges(edges: readonly DeclaredEdge[], from: Provenance): void;
  pending(pending: Pending, from: Provenance): void;
  note(note: FacetNote): void;
}

export type ProposedEvaluation = Omit<Evaluation, 'target'> & {
  readonly target?: EvaluationTarget | null;
};
