import type { FacetKind } from '../facets/facet-kind';
import type { FacetRow } from '../facets/facet-row';
import { buildSpanTree } from '../facets/fold/span-tree';
import { addMark, finishHash, newHash } from '../facets/text-hash';
import type { FoldSpan, SpanFold } from '../facets/trace-facets';
import type { DiffSpan } from './diff-tree';
import { scrubName } from './scrub';

export interface DiffTrace {
  /** In preorder: parents before children, siblings by start. */
  readonly spans: readonly DiffSpan[];
  /** By position: store keys. */
  readonly keys: readonly number[];
  /** By position: index into what was folded. */
  readonly indexes: Int32Array;
  /** By position: 1 where its clock seems to differ from that of its parent. */
  readonly isSkewed: Uint8Array;
}

/**
 * A folded trace as it is compared. Placeholders that gave way to their span are left out.
 * @param spans in any order; @param folds of the same spans, in the same order
 */
export function diffTraceOf(spans: readonly FoldSpan[], folds: readonly SpanFold[]): DiffTrace {
  const tree = buildSpanTree(spans);
  // Without spreading: so many roots as arguments would overflow the stack.
  const startNs = tree.roots.reduce(
    (first, root) => Math.min(first, spans[root]?.startNs ?? Infinity),
    Infinity,
  );
  const baseNs = Number.isFinite(startNs) ? startNs : 0;
  const newFrom = newMessagesFrom(spans, folds, tree.order);
  const compared: DiffSpan[] = [];
  const keys: number[] = [];
  const isSkewed = new Uint8Array(tree.order.length);
  for (const index of tree.order) {
    const span = spans[index];
    if (span === undefined) continue;
    const above = tree.parents[index] ?? -1;
    keys.push(span.key);
    const parent = spans[above];
    if (parent !== undefined && hasOtherClock(parent, span)) isSkewed[compared.length] = 1;
    compared.push({
      parent: above === -1 ? -1 : (tree.positions[above] ?? -1),
      ...whatItDid(span, newFrom.get(index) ?? 0),
      startNs: span.startNs - baseNs,
      endNs: span.endNs - baseNs,
      isError: span.status === 2 || span.facets.toolIsError === true,
    });
  }
  return { spans: compared, keys, indexes: tree.order, isSkewed };
}

/** Beyond what rounding and the time of a call explain. */
const CLOCK_TOLERANCE_NS = 2_000_000;

/** As in the view of a trace: it starts before its parent, or ends after it though it would fit. */
function hasOtherClock(parent: FoldSpan, child: FoldSpan): boolean {
  if (parent.serviceName === child.serviceName) return false;
  if (parent.startNs - child.startNs > CLOCK_TOLERANCE_NS) return true;
  return (
    child.endNs - parent.endNs > CLOCK_TOLERANCE_NS &&
    child.endNs - child.startNs <= parent.endNs - parent.startNs
  );
}

/**
 * By index: from which message on the input of a call is new. A call that was tried again has
 * nothing new, so it is judged by what was new when it was first tried.
 */
function newMessagesFrom(
  spans: readonly FoldSpan[],
  folds: readonly SpanFold[],
  order: Int32Array,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const firstTries = new Map<number, number>();
  for (const index of order) {
    const { inputHashes } = spans[index]?.facets ?? {};
    if (inputHashes === undefined) continue;
    const known = folds[index]?.knownMessageCount ?? 0;
    const whole = combine(inputHashes) ?? 0;
    const first = firstTries.get(whole);
    if (first === undefined) firstTries.set(whole, known);
    found.set(index, first ?? known);
  }
  return found;
}

type Deed = Pick<DiffSpan, 'kind' | 'label' | 'model' | 'input' | 'output' | 'system' | 'sketch'>;

function whatItDid({ name, facets }: FoldSpan, knownCount: number): Deed {
  const { kind, sketch } = facets;
  const isCall = kind === 'llm';
  const systemCount = isCall ? (facets.systemMessageCount ?? 0) : 0;
  const newFrom = Math.max(systemCount, knownCount);
  return {
    kind,
    label: labelOf(kind, name, facets),
    model: isCall ? (facets.requestModel ?? facets.responseModel ?? null) : null,
    system: systemCount === 0 ? null : combine(facets.inputHashes?.slice(0, systemCount)),
    input: isCall ? combine(facets.inputHashes?.slice(newFrom)) : (facets.inputHash ?? null),
    output: isCall ? combine(facets.outputHashes) : (facets.outputHash ?? null),
    sketch: sketch === undefined ? null : { high: sketch[0], low: sketch[1] },
  };
}

/** Models may change from run to run, so a call is no other step for that. */
function labelOf(kind: FacetKind, name: string, facets: FacetRow): string {
  if (kind === 'llm') return 'call';
  if (kind === 'tool' || kind === 'mcp') return scrubName(facets.toolName ?? name);
  if (kind === 'agent') return scrubName(facets.agentName ?? name);
  return scrubName(name);
}

/** Null where no message was recorded; of none that is new, a hash of nothing. */
function combine(hashes: readonly number[] | undefined): number | null {
  if (hashes === undefined) return null;
  const hash = newHash();
  for (const each of hashes) addMark(hash, each | 0);
  return finishHash(hash);
}
