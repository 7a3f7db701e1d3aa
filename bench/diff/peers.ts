/**
 * How three peers pair the spans of two traces, written afresh from what is known of them, as
 * baselines. Source: peers reference §2.
 */
import { scrubName } from '@domain/diff/scrub';
import type { ComparedRun } from './run';
import type { AlignPairs } from './score';

/** Jaeger: spans are one node where the path of services and names, and being a leaf, is the same. */
const byAncestralPath: AlignPairs = (a, b) => {
  const paths = ({ spans, names, services }: ComparedRun): string[] => {
    const all: string[] = [];
    const isParent = new Set(spans.map(({ parent }) => parent));
    spans.forEach(({ parent }, at) => {
      const above = parent === -1 ? '' : (all[parent] ?? '').replace(/ leaf$/, '');
      all.push(`${above}/${services[at]} ${names[at]}${isParent.has(at) ? '' : ' leaf'}`);
    });
    return all;
  };
  const free = positionsBy(paths(b));
  return Int32Array.from(paths(a), (path) => free.get(path)?.shift() ?? -1);
};

/** Pathlight: the longest common subsequence of one list of names. */
const byNameList: AlignPairs = (a, b) => {
  const [x, y] = [a.names, b.names];
  const width = y.length + 1;
  const best = new Uint32Array((x.length + 1) * width);
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = y.length - 1; j >= 0; j--) {
      const skip = Math.max(best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
      const both = x[i] === y[j] ? (best[(i + 1) * width + j + 1] ?? 0) + 1 : 0;
      best[i * width + j] = Math.max(skip, both);
    }
  }
  const partners = new Int32Array(x.length).fill(-1);
  for (let i = 0, j = 0; i < x.length && j < y.length;) {
    const here = best[i * width + j] ?? 0;
    if (x[i] === y[j] && here === (best[(i + 1) * width + j + 1] ?? 0) + 1) partners[i++] = j++;
    else if (here === best[(i + 1) * width + j]) i++;
    else j++;
  }
  return partners;
};

/** Tempo: buckets of service, kind and name, greedily in preorder, the same parents first. */
const byBucket: AlignPairs = (a, b) => {
  const buckets = ({ spans, names, services }: ComparedRun): string[] =>
    spans.map(({ kind }, at) => `${services[at]} ${kind} ${scrubName(names[at] ?? '')}`);
  const bucketsA = buckets(a);
  const free = positionsBy(buckets(b));
  const partners = new Int32Array(a.spans.length).fill(-1);
  a.spans.forEach((span, at) => {
    const bucket = free.get(bucketsA[at] ?? '') ?? [];
    const parent = span.parent === -1 ? -1 : (partners[span.parent] ?? -1);
    const sameParent = bucket.findIndex((each) => b.spans[each]?.parent === parent);
    const [taken = -1] = bucket.splice(Math.max(0, sameParent), 1);
    partners[at] = taken;
  });
  return partners;
};

function positionsBy(keys: readonly string[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  keys.forEach((key, at) => {
    const list = found.get(key);
    if (list === undefined) found.set(key, [at]);
    else list.push(at);
  });
  return found;
}

export const peers: Readonly<Record<string, AlignPairs>> = {
  'ancestral path key': byAncestralPath,
  'name LCS': byNameList,
  'greedy bucket': byBucket,
};
