import type { PriceEntry } from '../pricing';
import { findAgents } from './fold/agents';
import { findAttempts } from './fold/attempts';
import { findFailures } from './fold/failures';
import { totalCost } from './fold/cost-totals';
import { findHandoffs } from './fold/handoffs';
import { identityOf, sessionsOf } from './fold/identity';
import { findJudgements } from './fold/judgements';
import { findKnownMessages } from './fold/known-messages';
import { findSameCalls, type SameCalls } from './fold/same-calls';
import { buildSpanTree, namesParent, type SpanTree } from './fold/span-tree';
import { findToolCalls, joinTools, type ToolCalls } from './fold/tool-calls';
import { findToldElsewhere } from './fold/told-elsewhere';
import { totalUsage } from './fold/usage-totals';
import {
  madeOfLogsNote,
  type Attempt,
  type FoldSpan,
  type SpanFold,
  type TraceFacets,
  type TraceFold,
} from './trace-facets';

const MAX_MODELS = 200;
/** Shared, as most spans have none. */
const none: readonly never[] = [];

/**
 * Folds the facets of all spans of a trace: what counts and what is told twice, who asked whom,
 * what is new in each call. Source: conventions reference §8.3 and §8.4, a rule a file in `fold/`.
 * Takes n log n in the number of spans.
 * @param spans in any order
 * @param prices the first row that matches a model decides
 */
export function foldTrace(spans: readonly FoldSpan[], prices: readonly PriceEntry[]): TraceFold {
  const tree = buildSpanTree(spans);
  const same = findSameCalls(tree);
  const tools = findToolCalls(tree);
  const usage = totalUsage(tree, same);
  const cost = totalCost(tree, same, usage.counted, prices);
  const attempts = findAttempts(tree, same);
  const agents = findAgents(tree);
  const sessions = sessionsOf(tree);
  const calls = modelCallsByStart(tree);
  const known = findKnownMessages(
    requestsOf(same, calls),
    (index) => spans[index]?.facets ?? { kind: 'span' },
  );
  const joins = joinTools(
    tree,
    (index) => (spans[index]?.facets.kind === 'llm' ? (same.counted[index] ?? index) : -1),
    tools,
  );
  const told = findToldElsewhere({ tree, same, tools, joins, calls, known });
  const failures = findFailures(tree);
  const judgements = findJudgements(tree, same);
  const keyOf = (index: number): number => spans[index]?.key ?? 0;

  return {
    trace: {
      agentCount: agents.runCount,
      ...countCalls(tree, same, tools, attempts),
      tokens: usage.total,
      cost: cost.total,
      models: modelsOf(tree, calls),
      agents: agents.distinct,
      ...countPending(tree),
      rootLabel: rootLabelOf(tree),
      rootKind: rootOf(tree)?.facets.kind ?? null,
      loneResponseId: loneResponseIdOf(tree, same),
      passedErrorCount: failures.passedCount,
      notes: [...originNotes(spans), ...usage.notes],
      ...identityOf(tree),
    },
    spans: spans.map((span, index): SpanFold => {
      const call = same.counted[index] ?? index;
      const tool = tools.counted[index] ?? -1;
      const describes = call !== index ? call : tool !== -1 && tool !== index ? tool : -1;
      const messages = known.get(index);
      const origin = failures.origins[index] ?? -1;
      const asker = joins.requestedBy.get(tool === -1 ? index : tool);
      return {
        key: span.key,
        usageCount: usage.counts[index] ?? 'none',
        tokens: usage.counted[index] ?? null,
        cost: cost.counted[index] ?? null,
        duplicateOf: describes === -1 ? null : keyOf(describes),
        knownMessageCount: messages?.count ?? 0,
        continues:
          messages === undefined || messages.continues < 0 ? null : keyOf(messages.continues),
        toolSpans: joins.toolSpans.get(call)?.map(([id, at]) => [id, keyOf(at)] as const) ?? none,
        requestedBy: asker === undefined ? null : keyOf(asker),
        failure:
          origin === -1
            ? null
            : { origin: keyOf(origin), spanCount: failures.spanCounts[origin] ?? 1 },
        judged: (judgements.judged.get(index) ?? []).map((each) =>
          each === -1 ? null : keyOf(each),
        ),
        judgedBy: (judgements.judges.get(index) ?? []).map(keyOf),
        toldBy: told.get(index) ?? null,
        attempt: attempts.get(index) ?? null,
        isSuperseded: tree.isSuperseded(index),
        agentName: agents.names[index] ?? null,
        sessionId: sessions[index] ?? null,
      };
    }),
    handoffs: findHandoffs(tree, agents.names),
  };
}

function originNotes(spans: readonly FoldSpan[]): readonly string[] {
  return spans.some(({ facets }) => facets.isMadeOfLogs === true) ? [madeOfLogsNote] : [];
}

/**
 * A pending span counts until the span that it stands for arrives, and several of one span count
 * once: the list and the view of a trace both leave out what is superseded.
 */
function countPending(
  tree: SpanTree,
): Pick<TraceFacets, 'pendingCount' | 'supersededCount' | 'openRootName'> {
  const { spans, order, roots } = tree;
  const isPending = (index: number): boolean => spans[index]?.facets.isPending === true;
  const openRoot =
    spans[
      roots.find((root) => {
        const span = spans[root];
        return span !== undefined && isPending(root) && !namesParent(span);
      }) ?? -1
    ];
  return {
    pendingCount: order.reduce((count, index) => count + (isPending(index) ? 1 : 0), 0),
    supersededCount: spans.length - order.length,
    openRootName: openRoot?.name ?? null,
  };
}

/** Of a root that is an agent, or a step with a title of its own. */
function rootLabelOf(tree: SpanTree): string | null {
  const root = rootOf(tree);
  if (root === null) return null;
  const { kind, label } = root.facets;
  const isTold = (kind === 'agent' || kind === 'step') && label !== undefined && label !== '';
  return isTold && !root.name.includes(label) ? label : null;
}

/** The first root that is one; null where only spans have come whose parent has not. */
function rootOf({ spans, roots }: SpanTree): FoldSpan | null {
  for (const index of roots) {
    const root = spans[index];
    if (root !== undefined && !namesParent(root)) return root;
  }
  return null;
}

function loneResponseIdOf({ spans, roots, order }: SpanTree, same: SameCalls): string | null {
  const [root] = roots;
  if (root === undefined || roots.length > 1 || spans[root]?.facets.kind !== 'llm') return null;
  const call = same.counted[root] ?? root;
  const isOther = (index: number): boolean =>
    same.isCall[index] === 1 && (same.counted[index] ?? index) !== call;
  if (order.some(isOther)) return null;
  return spans[root].facets.responseId ?? spans[call]?.facets.responseId ?? null;
}

function modelCallsByStart({ spans, order }: SpanTree): number[] {
  const startOf = (index: number): number => {
    const start = spans[index]?.startNs ?? NaN;
    return Number.isNaN(start) ? Number.MAX_VALUE : start;
  };
  return [...order]
    .filter((index) => spans[index]?.facets.kind === 'llm')
    .sort((a, b) => startOf(a) - startOf(b));
}

/** Spans of the same request together, in order of the first. */
function requestsOf(same: SameCalls, calls: readonly number[]): (readonly number[])[] {
  const taken = new Set<number>();
  return calls.flatMap((index) => {
    const counted = same.counted[index] ?? index;
    if (taken.has(counted)) return [];
    taken.add(counted);
    return [same.members.get(counted) ?? [index]];
  });
}

/** Real calls: what several spans tell counts once, an attempt before the one that counts not. */
function countCalls(
  tree: SpanTree,
  same: SameCalls,
  tools: ToolCalls,
  attempts: ReadonlyMap<number, Attempt>,
): { modelCallCount: number; toolCallCount: number } {
  let modelCallCount = 0;
  let toolCallCount = 0;
  for (const index of tree.order) {
    const isModel = tree.spans[index]?.facets.kind === 'llm' && same.isCall[index] === 1;
    const isRepeated = same.isRetry[index] === 1 || attempts.get(index)?.retriedBy != null;
    if (isModel && same.counted[index] === index && !isRepeated) modelCallCount++;
    const isTool = tools.counted[index] === index;
    if (isTool && tree.spans[index]?.facets.kind !== 'retriever') toolCallCount++;
  }
  return { modelCallCount, toolCallCount };
}

/** As asked for, which is how people know them. */
function modelsOf({ spans }: SpanTree, calls: readonly number[]): string[] {
  const models = new Set<string>();
  for (const index of calls) {
    const facets = spans[index]?.facets;
    const model = facets?.requestModel ?? facets?.responseModel;
    if (model !== undefined && models.size < MAX_MODELS) models.add(model);
  }
  return [...models];
}
