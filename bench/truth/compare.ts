/** Compares a trace field by field with the truth about it. */
import type { JsonValue, Message } from '@domain/messages';
import { noTokens } from '@domain/facets/fold/token-counts';
import { oneLine } from '@domain/facets/preview';
import { callsOf, hasFailed, providerTold, type Call } from './calls';
import { pairTools } from './pair-tools';
import { notEmitted, type NotEmitted } from './not-emitted';
import { isSameJson, isSameMessage, joinTurns, toldMessage, without } from './told-messages';
import type {
  TruthFile,
  TruthMessage,
  TruthModelCall,
  TruthTokens,
  TruthToolCall,
  TruthTrace,
} from './truth-file';
import type { UnderstoodTrace } from './understand';

export interface Comparison {
  readonly right: number;
  readonly wrong: readonly WrongField[];
  /** Fields left out since they are not in what was emitted. */
  readonly skipped: number;
}

export interface WrongField {
  readonly field: string;
  readonly expected: unknown;
  readonly got: unknown;
}

const tokenFields = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning'] as const;

/** @param traces of the capture in order of start */
export function compareCapture(truth: TruthFile, traces: readonly UnderstoodTrace[]): Comparison {
  const check = new Check(notEmitted(Object.keys(truth.notEmitted)));
  // Programs do other work in traces of their own; one that tells of no agent is none of these.
  const told = traces.length > truth.traces.length ? traces.filter(isOfAgents) : traces;
  check.value('traces.length', truth.traces.length, told.length);
  truth.traces.forEach((trace, index) => {
    compareTrace(check, `traces[${index}]`, trace, told[index] ?? null);
  });
  return check;
}

function isOfAgents({ fold: { trace } }: UnderstoodTrace): boolean {
  return trace.agentCount + trace.modelCallCount + trace.toolCallCount > 0;
}

class Check implements Comparison {
  right = 0;
  skipped = 0;
  readonly wrong: WrongField[] = [];
  readonly notEmitted: NotEmitted;

  constructor(not: NotEmitted) {
    this.notEmitted = not;
  }

  /** Counts one field. */
  is(field: string, isRight: boolean, expected: unknown, got: unknown): void {
    if (this.notEmitted.has(field)) this.skipped++;
    else if (isRight) this.right++;
    else this.wrong.push({ field, expected, got });
  }

  value(field: string, expected: string | number | boolean | null, got: unknown): void {
    this.is(field, expected === got, expected, got);
  }

  json(field: string, expected: JsonValue, got: JsonValue): void {
    this.is(field, isSameJson(expected, got), expected, got);
  }
}

function compareTrace(
  check: Check,
  at: string,
  truth: TruthTrace,
  understood: UnderstoodTrace | null,
): void {
  const trace = understood?.fold.trace ?? null;
  const calls = understood === null ? noCalls : allCalls(understood);
  check.value(`${at}.session`, truth.session, trace?.sessionId);
  check.value(`${at}.user`, truth.user, trace?.userId);
  check.json(`${at}.tags`, [...truth.tags].sort(), [...(trace?.tags ?? [])].sort());
  const counts: Record<string, number> = {
    agent: trace?.agentCount ?? 0,
    llm: trace?.modelCallCount ?? 0,
    tool: trace?.toolCallCount ?? 0,
    retriever: calls.retrievals.length,
    embedding: calls.embeddings.length,
  };
  for (const [kind, count] of Object.entries(counts)) {
    const expected = truth.kinds[kind] ?? 0;
    if (expected > 0 || count > 0) check.value(`${at}.kinds.${kind}`, expected, count);
  }
  check.json(`${at}.agents`, truth.agents, trace?.agents ?? []);
  compareTokens(check, `${at}.tokens`, truth.tokens, trace?.tokens);
  if (truth.costUsd !== null) {
    const usd = trace?.cost.usd ?? 0;
    const isNear = Math.abs(usd - truth.costUsd) <= 1e-6 * truth.costUsd;
    check.is(`${at}.costUsd`, isNear && trace?.cost.state === 'reported', truth.costUsd, usd);
  }
  comparePreview(check, `${at}.firstInput`, truth.firstInput, trace?.inputPreview ?? null);
  comparePreview(check, `${at}.lastOutput`, truth.lastOutput, trace?.outputPreview ?? null);

  truth.modelCalls.forEach((call, index) => {
    compareModelCall(check, `${at}.modelCalls[${index}]`, call, calls.models[index]);
  });
  const tools = pairTools(truth.toolCalls, calls.tools);
  truth.toolCalls.forEach((tool, index) => {
    compareToolCall(check, `${at}.toolCalls[${index}]`, tool, tools[index]);
  });
  truth.retrievals.forEach(({ query, documents }, index) => {
    const field = `${at}.retrievals[${index}]`;
    const call = calls.retrievals[index];
    const retrieval = call?.facets.retrieval;
    check.value(`${field}.query`, query, retrieval?.query);
    documents.forEach(({ content, score }, place) => {
      const document = retrieval?.documents[place];
      check.value(`${field}.documents[${place}].content`, content, document?.content);
      if (score !== undefined) {
        check.value(`${field}.documents[${place}].score`, score, document?.score);
      }
    });
  });
  truth.embeddings.forEach(({ model, inputs }, index) => {
    const field = `${at}.embeddings[${index}]`;
    const call = calls.embeddings[index];
    check.value(`${field}.model`, model, call?.facets.model?.requestModel);
    check.value(`${field}.inputs`, inputs, call?.facets.embedding?.texts.length);
  });
}

function compareToolCall(
  check: Check,
  at: string,
  truth: TruthToolCall,
  call: Call | undefined,
): void {
  const tool = call?.facets.tool;
  check.value(`${at}.name`, truth.name, tool?.name);
  check.json(`${at}.arguments`, truth.arguments, tool?.args?.value ?? null);
  if (truth.error === null) {
    check.json(`${at}.result`, truth.result, tool?.result?.value ?? null);
  }
  check.value(`${at}.error`, truth.error !== null, call && hasFailed(call));
}

interface Calls {
  readonly models: readonly Call[];
  readonly tools: readonly Call[];
  readonly retrievals: readonly Call[];
  readonly embeddings: readonly Call[];
}

const noCalls: Calls = { models: [], tools: [], retrievals: [], embeddings: [] };

function allCalls(trace: UnderstoodTrace): Calls {
  return {
    models: callsOf(trace, ['llm']),
    tools: callsOf(trace, ['tool', 'mcp']).filter(({ facets }) => facets.tool !== null),
    retrievals: callsOf(trace, ['retriever']),
    embeddings: callsOf(trace, ['embedding']),
  };
}

/** Gemini CLI's, before the user's words, which alone are the preview. */
const injectedContext = /^<session_context>[^]*<\/session_context>\n/;

/** A preview is one line; where there was no text, anything may stand for what there was. */
function comparePreview(
  check: Check,
  field: string,
  expected: string | null,
  got: string | null,
): void {
  if (expected === null) return;
  const line = oneLine(expected.replace(injectedContext, ''));
  check.is(field, line === got || isSameJson(expected, got), line, got);
}

/** What was not reported is right where there was nothing to report. */
function compareTokens(
  check: Check,
  at: string,
  expected: TruthTokens | null,
  got: { readonly [Field in keyof TruthTokens]: number | null } | null | undefined,
): void {
  for (const field of tokenFields) {
    check.value(`${at}.${field}`, expected?.[field] ?? 0, got && (got[field] ?? 0));
  }
}

function compareModelCall(
  check: Check,
  at: string,
  truth: TruthModelCall,
  call: Call | undefined,
): void {
  const model = call?.facets.model;
  check.value(`${at}.requestModel`, truth.requestModel, model?.requestModel);
  // What never answered has none; some senders repeat the model that was asked.
  if (truth.responseModel !== null) {
    check.value(`${at}.responseModel`, truth.responseModel, model?.responseModel);
  }
  check.value(`${at}.provider`, truth.provider, call && providerTold(call));
  compareMessages(check, `${at}.input`, truth.input, model && [...model.system, ...model.input]);
  compareMessages(check, `${at}.output`, truth.output, model?.output);
  compareTokens(check, `${at}.tokens`, truth.tokens, call && (call.span.fold.tokens ?? noTokens));
  if (truth.finishReason !== null) {
    check.value(`${at}.finishReason`, truth.finishReason, model?.finishReasons[0]);
  }
  check.value(`${at}.error`, truth.error !== null, call && hasFailed(call));
  if (truth.attempts !== undefined) {
    check.value(`${at}.attempts`, truth.attempts, call?.span.fold.attempt?.total ?? 1);
  }
  check.value(`${at}.streamed`, truth.streamed, call && (model?.isStream ?? false));
}

function compareMessages(
  check: Check,
  at: string,
  expected: readonly TruthMessage[],
  told: readonly Message[] | null | undefined,
): void {
  const parts = check.notEmitted.partsOf(at);
  const wanted = joinTurns(without(expected, parts));
  const got = joinTurns(without((told ?? []).map(toldMessage), parts));
  check.value(`${at}.length`, wanted.length, got.length);
  wanted.forEach((message, index) => {
    check.is(`${at}[${index}]`, isSameMessage(message, got[index]), message, got[index]);
  });
}
