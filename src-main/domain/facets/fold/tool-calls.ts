/**
 * Which spans are tool calls or retrievals, which of them describe the same one, and which model
 * call asked for it. Source: conventions reference §8.4.
 */
import type { FoldSpan } from '../trace-facets';
import { overlapOfLonger } from './overlap';
import { nearestAbove, type SpanTree } from './span-tree';

export interface ToolCalls {
  /**
   * By index: the span of the same tool call, or of the same retrieval, that counts; -1 for other
   * spans.
   */
  readonly counted: Int32Array;
}

const COMPARED = 8;

/** Asking an MCP server for its tools is no tool call, nor is a handoff that is told as one. */
function isToolSpan({ facets }: FoldSpan): boolean {
  if (facets.relations?.some(({ type }) => type === 'handoff') === true) return false;
  return facets.kind === 'tool' || (facets.kind === 'mcp' && facets.toolName !== undefined);
}

export function findToolCalls(tree: SpanTree): ToolCalls {
  const { spans } = tree;
  const isTool = Uint8Array.from(spans, (span) => (isToolSpan(span) ? 1 : 0));
  const isOtherWork = (index: number): boolean => {
    const kind = spans[index]?.facets.kind;
    return kind === 'llm' || kind === 'agent';
  };
  const above = nearestAbove(tree, (index) => isTool[index] === 1, isOtherWork);
  const counted = new Int32Array(spans.length).fill(-1);
  for (const index of tree.order) {
    if (isTool[index] === 0) continue;
    const outer = above[index] ?? -1;
    const isSame = outer !== -1 && areSameTool(spans[outer], spans[index]);
    counted[index] = isSame ? (counted[outer] ?? outer) : index;
    // What names the tool counts.
    if (isSame && counted[outer] === outer && isNameless(spans[outer])) {
      counted[outer] = index;
      counted[index] = index;
    }
  }
  joinSiblings(tree, isTool, counted);
  joinRetrievals(tree, counted);
  return { counted };
}

/** A tool span within another of the same call, or the MCP spans that carry it out. */
function areSameTool(outer: FoldSpan | undefined, inner: FoldSpan | undefined): boolean {
  if (outer === undefined || inner === undefined) return false;
  const { facets } = inner;
  if (facets.kind === 'mcp') return true;
  if (isNameless(outer) && facets.kind === 'tool') return true;
  const { toolCallId } = facets;
  if (toolCallId !== undefined && outer.facets.toolCallId !== undefined) {
    return toolCallId === outer.facets.toolCallId;
  }
  return facets.toolName !== undefined && facets.toolName === outer.facets.toolName;
}

/** A client that does not tell the tool: its span is named by the method. */
function isNameless(span: FoldSpan | undefined): boolean {
  return span?.facets.kind === 'mcp' && span.facets.toolName === 'tools/call';
}

/** Two tracers on one tool call, side by side. */
function joinSiblings(tree: SpanTree, isTool: Uint8Array, counted: Int32Array): void {
  const siblings = (indices: Int32Array): void => {
    const earlier = new Map<string, number[]>();
    for (const index of indices) {
      const span = tree.spans[index];
      if (isTool[index] === 0 || span === undefined) continue;
      const name = span.facets.toolName ?? span.name;
      const list = earlier.get(name) ?? [];
      for (const other of list.slice(-COMPARED)) {
        const otherSpan = tree.spans[other];
        if (otherSpan !== undefined && areTwins(span, otherSpan)) {
          counted[index] = counted[other] ?? other;
          break;
        }
      }
      list.push(index);
      earlier.set(name, list);
    }
  };
  siblings(tree.roots);
  for (const index of tree.order) {
    const children = tree.childrenOf(index);
    if (children.length > 1) siblings(children);
  }
  // What lies within a twin belongs to the call that counts.
  for (const index of tree.order) {
    const of = counted[index] ?? -1;
    if (of !== -1) counted[index] = counted[of] ?? of;
  }
}

/** `retrieve` around `_retrieve`: a retriever with one within is its frame; with several it asks them. */
function joinRetrievals(tree: SpanTree, counted: Int32Array): void {
  const kindOf = (index: number) => tree.spans[index]?.facets.kind;
  const isRetriever = (index: number): boolean => kindOf(index) === 'retriever';
  const isOtherWork = (index: number): boolean => {
    const kind = kindOf(index);
    return kind === 'llm' || kind === 'tool' || kind === 'agent';
  };
  const above = nearestAbove(tree, isRetriever, isOtherWork);
  const innerCounts = new Map<number, number>();
  for (const index of tree.order) {
    const outer = above[index] ?? -1;
    if (isRetriever(index) && outer !== -1) {
      innerCounts.set(outer, (innerCounts.get(outer) ?? 0) + 1);
    }
  }
  for (const index of tree.order) {
    if (!isRetriever(index)) continue;
    const outer = above[index] ?? -1;
    const isFramed = outer !== -1 && innerCounts.get(outer) === 1;
    counted[index] = isFramed ? (counted[outer] ?? outer) : index;
  }
}

/** By call id; else by convention alone, as parallel calls of one tracer look alike too. */
function areTwins(a: FoldSpan, b: FoldSpan): boolean {
  if (overlapOfLonger(a, b) <= 0.9) return false;
  const { toolCallId, convention } = a.facets;
  const other = b.facets.toolCallId;
  if (toolCallId !== undefined && other !== undefined) return toolCallId === other;
  return convention !== b.facets.convention;
}

export interface ToolJoins {
  /** By index of a model call: `[call id, index of the tool span]`. */
  readonly toolSpans: ReadonlyMap<number, readonly (readonly [callId: string, index: number])[]>;
  /** By index of a tool span: the model call that asked for it. */
  readonly requestedBy: ReadonlyMap<number, number>;
}

interface Request {
  readonly call: number;
  readonly callId: string;
  isAnswered: boolean;
}

/**
 * Joins tool spans to the model calls that asked for them: by call id, else by name and order
 * among the calls of the same agent.
 * @param callOf the span that counts for a model call, -1 for other spans
 */
export function joinTools(
  tree: SpanTree,
  callOf: (index: number) => number,
  tools: ToolCalls,
): ToolJoins {
  const { spans } = tree;
  const agents = nearestAbove(tree, (index) => spans[index]?.facets.kind === 'agent');
  // Ids come back in another conversation, as do names: the latest request is meant.
  const byId = new Map<string, Request>();
  const byName = new Map<string, Request[]>();
  const toolSpans = new Map<number, (readonly [string, number])[]>();
  const requestedBy = new Map<number, number>();

  const join = (request: Request, tool: number): void => {
    requestedBy.set(tool, request.call);
    if (request.isAnswered) return;
    request.isAnswered = true;
    const list = toolSpans.get(request.call);
    if (list === undefined) toolSpans.set(request.call, [[request.callId, tool]]);
    else list.push([request.callId, tool]);
  };
  const scopeOf = (index: number, name: string): string => `${agents[index] ?? -1} ${name}`;

  for (const index of byEvent(tree)) {
    const facets = spans[index]?.facets;
    if (facets === undefined) continue;
    const call = callOf(index);
    if (call !== -1) noteRequests(index, call, facets);
    else if (tools.counted[index] === index) answer(index, facets);
  }
  return { toolSpans, requestedBy };

  function noteRequests(index: number, call: number, facets: FoldSpan['facets']): void {
    const names = new Map<string, Request[]>();
    facets.requestedCallIds?.forEach((id, at) => {
      // Another span of a call that asked for the same already.
      const known = id === '' ? undefined : byId.get(id);
      if (known?.call === call) return;
      const name = facets.requestedToolNames?.[at] ?? '';
      const request: Request = { call, callId: id === '' ? `#${at}` : id, isAnswered: false };
      if (id !== '') byId.set(id, request);
      const list = names.get(name);
      if (list === undefined) names.set(name, [request]);
      else list.push(request);
    });
    for (const [name, requests] of names) byName.set(scopeOf(index, name), requests);
  }

  function answer(index: number, facets: FoldSpan['facets']): void {
    const withId = facets.toolCallId === undefined ? undefined : byId.get(facets.toolCallId);
    if (withId !== undefined) return join(withId, index);
    const open = byName.get(scopeOf(index, facets.toolName ?? ''));
    const request = open?.find((each) => !each.isAnswered);
    if (request === undefined) return;
    join(request, index);
    open?.splice(0, open.indexOf(request) + 1);
  }
}

/** By start; of spans that start together, those above first. */
function byEvent({ spans, order, positions }: SpanTree): Int32Array {
  const at = Float64Array.from(spans, ({ startNs }) =>
    Number.isNaN(startNs) ? Number.MAX_VALUE : startNs,
  );
  const compare = (a: number, b: number): number =>
    (at[a] ?? 0) - (at[b] ?? 0) || (positions[a] ?? 0) - (positions[b] ?? 0);
  return order.slice().sort(compare);
}
