/** One span of a run as Markdown for a model: what it is, what is new in it, what came out. */
import { formatDurationNs } from '../format';
import { formatCost } from '../format-cost';
import type { JsonValue, Message, MessagePart } from '../messages';
import type { FacetKind } from './facet-kind';
import { jsonPrefix } from './json-prefix';
import type { ModelCall, Payload, SpanFacets } from './span-facets';
import type { FoldSpan, SpanFold } from './trace-facets';

export interface MarkdownStep {
  /** Place in the run, e.g. `1.2.3`. */
  readonly number: string;
  readonly span: FoldSpan;
  readonly fold: SpanFold;
  /** Null where its content is not to be shown. */
  readonly facets: SpanFacets | null;
}

export interface MarkdownLimits {
  /** Longer texts and values are shortened. */
  readonly maxTextLength: number;
  /** Tool calls whose results stand at spans of their own. */
  readonly answeredCallIds: ReadonlySet<string>;
}

const kindWords: Partial<Record<FacetKind, string>> = {
  agent: 'Agent',
  agentCreate: 'Agent created',
  llm: 'Model call',
  tool: 'Tool',
  mcp: 'MCP',
  retriever: 'Retrieval',
  embedding: 'Embedding',
  reranker: 'Reranking',
  guardrail: 'Guardrail',
  evaluator: 'Evaluation',
  memory: 'Memory',
  planner: 'Plan',
  prompt: 'Prompt',
  permission: 'Permission',
};

const MAX_DOCUMENTS = 20;

/** The Markdown of a step, and whether something was shortened. */
export function stepMarkdown(
  step: MarkdownStep,
  limits: MarkdownLimits,
): { readonly markdown: string; readonly isCut: boolean } {
  const title = `${step.number} ${headOf(step)}`;
  if (step.facets === null) {
    const isNamed = kindWords[step.span.facets.kind] !== undefined;
    return { markdown: isNamed ? `\n## ${title}\n` : `- ${title}\n`, isCut: false };
  }
  const writer = new StepWriter(limits);
  writer.line(`\n## ${title}`);
  writer.content(step.facets, step.fold);
  return { markdown: writer.lines.join('\n') + '\n', isCut: writer.isCut };
}

/** Kind, name and figures in one line. */
function headOf({ span, fold }: MarkdownStep): string {
  const { facets, status } = span;
  const word = kindWords[facets.kind];
  const label = inline(facets.label ?? span.name);
  const figures: string[] = [];
  const durationNs = span.endNs - span.startNs;
  if (facets.isPending === true) figures.push('still open');
  else if (durationNs >= 0) figures.push(formatDurationNs(durationNs));
  if (fold.tokens !== null) {
    const { input, output } = fold.tokens;
    figures.push(`${input ?? '?'} tokens in, ${output ?? '?'} out`);
  }
  if (fold.cost !== null && fold.cost.state !== 'none') figures.push(formatCost(fold.cost));
  if (status === 2 || facets.toolIsError === true) figures.push('failed');
  const name = word === undefined ? label : `${word} ${label}`;
  return figures.length === 0 ? name : `${name} (${figures.join(', ')})`;
}

class StepWriter {
  readonly lines: string[] = [];
  isCut = false;
  readonly #limits: MarkdownLimits;

  constructor(limits: MarkdownLimits) {
    this.#limits = limits;
  }

  line(text: string): void {
    this.lines.push(text);
  }

  content(facets: SpanFacets, fold: SpanFold): void {
    const { model, tool, retrieval, embedding, error } = facets;
    if (model !== null) this.#model(model, fold);
    if (tool !== null) {
      if (tool.args !== null) this.#value('Arguments', tool.args.value);
      if (tool.result !== null) this.#value('Result', tool.result.value);
    }
    if (retrieval !== null) {
      if (retrieval.query !== null) this.#text('Query', retrieval.query);
      for (const document of retrieval.documents.slice(0, MAX_DOCUMENTS)) {
        const score = document.score === null ? '' : `, score ${document.score}`;
        this.#text(`Document ${inline(document.id ?? '')}${score}`, document.content);
      }
      if (retrieval.documents.length > MAX_DOCUMENTS) this.isCut = true;
    }
    if (embedding !== null)
      for (const text of embedding.texts.slice(0, 3)) this.#text('Text', text);
    this.#payloads('Input', facets.input);
    this.#payloads('Output', facets.output);
    if (error !== null) {
      this.#text(`Error ${inline(error.type ?? '')}`.trimEnd(), error.message ?? '');
    }
  }

  #model(model: ModelCall, { knownMessageCount }: SpanFold): void {
    const { system, input, output } = model;
    for (const message of system.slice(knownMessageCount)) this.#message(message);
    const known = Math.max(0, knownMessageCount - system.length);
    const fresh = input.slice(known).filter((message) => !this.#isToldElsewhere(message));
    if (known > 0) this.line(`(${known} earlier messages as above)`);
    for (const message of fresh) this.#message(message);
    for (const message of output) this.#message(message);
  }

  /** Results of tools that have spans of their own. */
  #isToldElsewhere({ parts }: Message): boolean {
    const { answeredCallIds } = this.#limits;
    return (
      parts.length > 0 &&
      parts.every(
        (part) => part.type === 'toolResult' && part.id !== null && answeredCallIds.has(part.id),
      )
    );
  }

  #message({ role, name, parts }: Message): void {
    const who = name === null ? role : `${role} ${inline(name)}`;
    for (const part of parts) this.#part(who, part);
  }

  #part(who: string, part: MessagePart): void {
    switch (part.type) {
      case 'text':
        return this.#text(who, part.text);
      case 'reasoning':
        return part.isHidden ? undefined : this.#text(`${who}, reasoning`, part.text);
      case 'toolCall':
        return this.#value(`${who} calls ${inline(part.name)}`, part.args);
      case 'toolResult':
        return this.#value(part.isError ? 'Result, failed' : 'Result', part.result);
      case 'media':
        this.line(`${who}: [${part.modality}${part.mime === null ? '' : ` ${inline(part.mime)}`}]`);
        return part.transcript === null ? undefined : this.#text('Transcript', part.transcript);
      case 'document':
        return this.#text(`${who}, document`, part.content);
      case 'compaction':
        return this.#text('Summary of what came before', part.summary);
      case 'unknown':
        return this.#value(`${who}, ${inline(part.typeRaw)}`, part.value);
    }
  }

  #payloads(title: string, payloads: readonly Payload[]): void {
    for (const { value } of payloads) this.#value(title, value);
  }

  #value(title: string, value: JsonValue): void {
    if (typeof value === 'string') return this.#text(title, value);
    const { maxTextLength } = this.#limits;
    this.#text(title, jsonPrefix(value, maxTextLength + 1));
  }

  /** Short ones in the line; others in a fence, so that no content passes for our headings. */
  #text(title: string, text: string): void {
    const shown = this.#cut(text.trim());
    if (shown === '') return;
    if (shown.length <= 120 && !/[\n`]/.test(shown)) return this.line(`${title}: \`${shown}\``);
    const fence = fenceFor(shown);
    this.line(`${title}:\n${fence}\n${shown}\n${fence}`);
  }

  #cut(text: string): string {
    const { maxTextLength } = this.#limits;
    if (text.length <= maxTextLength) return text;
    this.isCut = true;
    return `${text.slice(0, maxTextLength)}… (${text.length - maxTextLength} more characters)`;
  }
}

/** Longer than any run of backticks in the text. */
function fenceFor(text: string): string {
  let longest = 2;
  for (const run of text.match(/`{3,}/g) ?? []) longest = Math.max(longest, run.length);
  return '`'.repeat(longest + 1);
}

/** Of a name: one short line. */
function inline(text: string): string {
  return text.slice(0, 200).replace(/\s+/g, ' ');
}
