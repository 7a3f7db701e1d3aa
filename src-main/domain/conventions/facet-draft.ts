import type { FacetKind } from '../facets/facet-kind';
import type {
  ConventionMatch,
  DeclaredEdge,
  FacetNote,
  McpCall,
  Pending,
  PromptRef,
  Provenance,
  ReportedCost,
  Retrieval,
  SpanError,
  SpanFacets,
  SpanRelation,
  StreamChunk,
} from '../facets/span-facets';
import type { JsonValue, Message, ToolDefinition } from '../messages';
import type {
  ContentForm,
  FacetDraft,
  KindTier,
  MessageDirection,
  PayloadDirection,
  ProposedEvaluation,
  ScalarFields,
  UsageField,
} from './convention';
import { buildFacets } from './draft/build-facets';
import { DraftState } from './draft/draft-state';
import { canonicalParameter } from './draft/parameter-name';
import { modelFields } from './draft/scalar-fields';
import type { UsageRule } from './draft/usage-draft';
import { ValueChoice } from './draft/value-choice';
import { textOf } from './json-value';
import { canonicalFinishReason } from './read/finish-reason';
import { canonicalProvider } from './read/provider';

const MAX_LISTED = 5000;
const MAX_TAGS = 200;

/** Collects what conventions propose for one span and decides. Source: reference §8.1, §8.2. */
export class CollectingDraft extends DraftState implements FacetDraft {
  kind(kind: FacetKind, raw: string | null, tier: KindTier, from: Provenance): void {
    if (!this.isResourceCopy(from)) this.kinds.add({ kind, raw, tier, from });
  }

  scalar<Field extends keyof ScalarFields>(
    field: Field,
    value: ScalarFields[Field] | null | undefined,
    from: Provenance,
    rank = 0,
  ): void {
    if (value === null || value === undefined || value === '') return;
    if (typeof value === 'number' && !Number.isFinite(value)) return;
    const canonical =
      field === 'provider' && typeof value === 'string' ? canonicalProvider(value) : value;
    const isCopy = this.isResourceCopy(from);
    const place = isCopy ? { ...from, place: 'resource' as const } : from;
    const choice = this.scalars.get(field);
    // What the span says itself comes before what its resource says.
    const adjusted = isCopy && modelFields.has(field) ? rank + COPY_RANK : rank;
    if (choice === undefined)
      this.scalars.set(field, new ValueChoice<unknown>(canonical, place, adjusted));
    else choice.add(canonical, place, adjusted);
  }

  tokens(field: UsageField, value: number | null | undefined, from: Provenance, rank = 0): void {
    if (value === null || value === undefined) return;
    const note = this.usage.add(field, value, from, rank);
    if (note !== null) this.notes.push(note);
  }

  usageRule(rule: UsageRule): void {
    this.usage.addRule(rule);
  }

  usageExtra(key: string, value: JsonValue, from: Provenance): void {
    this.provenance['usage.extra'] ??= from;
    this.usage.addExtra(key, value);
  }

  messages(
    direction: MessageDirection,
    messages: readonly Message[],
    form: ContentForm,
    from: Provenance,
  ): void {
    this.content.addMessages(direction, messages, form, from);
  }

  payload(
    direction: PayloadDirection,
    value: JsonValue | undefined,
    form: ContentForm,
    from: Provenance,
    mime: string | null = null,
  ): void {
    this.content.addPayload(direction, value, form, from, mime);
  }

  toolDefinitions(definitions: readonly ToolDefinition[], from: Provenance): void {
    this.content.addToolDefinitions(definitions, from);
  }

  documents(
    direction: 'input' | 'output',
    documents: Retrieval['documents'],
    form: ContentForm,
    from: Provenance,
  ): void {
    this.content.addDocuments(direction, documents, form, from);
  }

  embeddingTexts(texts: readonly string[], from: Provenance): void {
    if (texts.length > 0) this.texts ??= { list: texts.slice(0, MAX_LISTED), from };
  }

  parameter(key: string, value: JsonValue | undefined, from: Provenance): void {
    if (value === undefined || value === null || value === '') return;
    if (Array.isArray(value) && value.length === 0) return;
    const name = canonicalParameter(key);
    if (!this.parameters.has(name)) this.parameters.set(name, { value, from });
  }

  finishReason(reason: string | null | undefined, from: Provenance): void {
    if (reason === null || reason === undefined || reason === '') return;
    const canonical = canonicalFinishReason(reason);
    if (this.finishReasons.includes(canonical) || this.finishReasons.length >= MAX_TAGS) return;
    this.provenance['model.finishReasons'] ??= from;
    this.finishReasons.push(canonical);
  }

  chunk(chunk: StreamChunk, from: Provenance): void {
    this.provenance['model.chunks'] ??= from;
    this.chunks.push(chunk);
  }

  tag(tag: string, from: Provenance): void {
    const text = tag.trim();
    if (text === '' || this.tags.length >= MAX_TAGS || this.tags.includes(text)) return;
    this.provenance['tags'] ??= from;
    this.tags.push(text);
  }

  tagValue(key: string, value: string, from: Provenance): void {
    if (key === '' || this.tagValues.size >= MAX_TAGS || this.tagValues.has(key)) return;
    this.provenance[`tagValues.${key}`] ??= from;
    this.tagValues.set(key, value);
  }

  metadata(key: string, value: JsonValue | undefined, from: Provenance): void {
    if (value === undefined || key === '' || this.metadataEntries.size >= MAX_LISTED) return;
    if (this.metadataEntries.has(key)) return;
    this.metadataEntries.set(key, { key, value });
    this.provenance[`metadata.${key}`] = from;
  }

  cost(cost: ReportedCost, from: Provenance, rank = 0): void {
    if (!Number.isFinite(cost.totalUsd) || cost.totalUsd < 0) return;
    if (this.costChoice === null) this.costChoice = new ValueChoice(cost, from, rank);
    else this.costChoice.add(cost, from, rank);
  }

  error(error: Partial<SpanError>, from: Provenance): void {
    this.errors.push({ error, from });
  }

  evaluation(evaluation: ProposedEvaluation, from: Provenance): void {
    if (this.evaluations.length >= MAX_LISTED) return;
    this.provenance['evaluations'] ??= from;
    this.evaluations.push(evaluation);
  }

  prompt(prompt: PromptRef, from: Provenance): void {
    if (this.promptRef !== null) return;
    this.promptRef = prompt;
    this.provenance['prompt'] = from;
  }

  mcp(call: McpCall, from: Provenance): void {
    if (this.mcpCall !== null) return;
    this.mcpCall = call;
    this.provenance['tool.mcp'] = from;
  }

  relation(relation: SpanRelation, from: Provenance): void {
    if (this.relations.length >= MAX_LISTED) return;
    this.provenance['relations'] ??= from;
    this.relations.push(relation);
  }

  declaredEdges(edges: readonly DeclaredEdge[], from: Provenance): void {
    for (const edge of edges) {
      if (this.declared.size >= MAX_LISTED) return;
      this.provenance['declaredEdges'] ??= from;
      this.declared.set(JSON.stringify([edge.from, edge.to]), edge);
    }
  }

  pending(pending: Pending, from: Provenance): void {
    if (this.pendingAs !== null) return;
    this.provenance['pending'] = from;
    this.pendingAs = pending;
  }

  note(note: FacetNote): void {
    this.notes.push(note);
  }

  /** What all of it comes to. @param matches in the order of the registry */
  finish(matches: readonly ConventionMatch[]): SpanFacets {
    return buildFacets(this, matches);
  }

  /** §8.1 rule 10: such a value says something of the process, not of the span. */
  private isResourceCopy({ key, place }: Provenance): boolean {
    if (place !== 'attribute') return false;
    const { resourceAttributes, attributes } = this.source;
    if (resourceAttributes.entries.length === 0) return false;
    const own = attributes.json(key);
    const resources = resourceAttributes.json(key);
    return own !== undefined && resources !== undefined && textOf(own) === textOf(resources);
  }
}

const COPY_RANK = 1000;
