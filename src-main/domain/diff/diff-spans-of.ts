import type { FacetKind } from '../facets/facet-kind';
import type { FacetRow } from '../facets/facet-row';
import { buildSpanTree } from '../facets/fold/span-tree';
import { addMark, finishHash, newHash } from '../facets/text-hash';
import type { FoldSpan, SpanFold } from '../facets/trace-facets';
import { hashValue } from './content-hash';
import type { DiffSpan } from './diff-tree';
import { exactHash } from './fingerprint';
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
  const isSkewed = new Uint8Array(tree.order.length);
  for (const index of tree.order) {
    const span = spans[index];
    if (span === undefined) continue;
    const above = tree.parents[index] ?? -1;
    keys.push(span.key);
    const parent = spans[above];
    if (parent !== undefined && hasOtherClock(parent, span)) isSkewed[compared.length] = 1;
    const isError = span.status === 2 || span.facets.toolIsError === true;
    compared.push({
      parent: above === -1 ? -1 : (tree.positions[above] ?? -1),
      ...whatItDid(span, isError, newFrom.get(index) ?? 0),
      startNs: span.startNs - baseNs,
      endNs: span.endNs - baseNs,
      isError,
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
    const facets = spans[index]?.facets;
    if (facets?.inputHashes === undefined) continue;
    const known = folds[index]?.knownMessageCount ?? 0;
    const whole = combine(comparedHashes(facets).input) ?? 0;
    const first = firstTries.get(whole);
    if (first === undefined) firstTries.set(whole, known);
    found.set(index, first ?? known);
  }
  return found;
}

type Deed = Omit<DiffSpan, 'parent' | 'startNs' | 'endNs' | 'isError'>;

function whatItDid(span: FoldSpan, isError: boolean, knownCount: number): Deed {
  const { name, facets } = span;
  const { kind, sketch, systemMessageCount = 0 } = facets;
  const isCall = kind === 'llm';
  // A frame is judged by what it was asked; that its prompt is another, by the calls within it.
  const newFrom = isCall ? Math.max(systemMessageCount, knownCount) : systemMessageCount;
  const { input, output } = comparedHashes(facets);
  const told = facets.outputHash ?? combine(output);
  return {
    kind,
    label: labelOf(kind, name, facets),
    model: isCall ? (facets.requestModel ?? facets.responseModel ?? null) : null,
    system: isCall && systemMessageCount > 0 ? combine(input?.slice(0, systemMessageCount)) : null,
    parameters: isCall ? (facets.parametersHash ?? null) : null,
    tools: isCall ? (facets.toolsHash ?? null) : null,
    // Results of tools that ran at once come in the order in which they ended.
    input: facets.inputHash ?? combine(input?.slice(newFrom).sort((x, y) => x - y)),
    output: isError ? failureHash(told, facets) : told,
    exact: exactHash([
      facets.exactHash ?? exactHash([facets.inputHash ?? 0, facets.outputHash ?? 0]),
      ...(facets.inputHashes ?? []).slice(0, isCall ? systemMessageCount : 0),
      ...(facets.inputHashes ?? []).slice(newFrom),
      ...(facets.outputHashes ?? []),
    ]),
    sketch: sketch === undefined ? null : { high: sketch[0], low: sketch[1] },
  };
}

interface ComparedHashes {
  readonly input: readonly number[] | undefined;
  readonly output: readonly number[] | undefined;
}

/** Of messages, without what is of one run alone. */
function comparedHashes({
  inputHashes,
  outputHashes,
  comparedHashes: others,
}: FacetRow): ComparedHashes {
  if (others === undefined) return { input: inputHashes, output: outputHashes };
  const all = [...(inputHashes ?? []), ...(outputHashes ?? [])];
  for (const [at, hash] of others) all[at] = hash;
  const count = inputHashes?.length ?? 0;
  return {
    input: inputHashes === undefined ? undefined : all.slice(0, count),
    output: outputHashes === undefined ? undefined : all.slice(count),
  };
}

/** What a step gave that failed: that is known, whether or not it gave something else too. */
function failureHash(
  output: number | null,
  { errorType = '', errorMessage = '' }: FacetRow,
): number {
  return hashValue([output, errorType, errorMessage], 'content');
}

/** Models may change from run to run, so a call is no other step for that. */
function labelOf(kind: FacetKind, name: string, facets: FacetRow): string {
  if (kind === 'llm') return 'call';
  // Names of tools are chosen by people: ids in them would be part of what they are.
  if (kind === 'tool' || kind === 'mcp') return facets.toolName ?? scrubName(name);
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
