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
}

/**
 * A folded trace as it is compared. Placeholders that gave way to their span are left out.
 * @param spans in any order; @param folds of the same spans, in the same order
 */
export function diffTraceOf(spans: readonly FoldSpan[], folds: readonly SpanFold[]): DiffTrace {
  const tree = buildSpanTree(spans);
  let startNs = Infinity;
  for (const root of tree.roots) {
    const rootNs = spans[root]?.startNs ?? Infinity;
    // Not so of a root without a start.
    if (rootNs < startNs) startNs = rootNs;
  }
  const baseNs = Number.isFinite(startNs) ? startNs : 0;
  const newFrom = newMessagesFrom(spans, folds, tree.order);
  const compared: DiffSpan[] = [];
  const keys: number[] = [];
  for (const index of tree.order) {
    const span = spans[index];
    if (span === undefined) continue;
    const above = tree.parents[index] ?? -1;
    keys.push(span.key);
    compared.push({
      parent: above === -1 ? -1 : (tree.positions[above] ?? -1),
      ...whatItDid(span, newFrom.get(index) ?? 0),
      startNs: span.startNs - baseNs,
      endNs: span.endNs - baseNs,
      isError: span.status === 2 || span.facets.toolIsError === true,
    });
  }
  return { spans: compared, keys };
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
