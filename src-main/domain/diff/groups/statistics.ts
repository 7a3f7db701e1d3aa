/** The few statistics by which two sets of runs are told apart. */

/**
 * Fisher's exact test, two-sided: the chance of a split at least as uneven as `a` of `n` against
 * `b` of `m`, were the two sets of one kind. Sums the tables that are no likelier than this one.
 * Source: R. A. Fisher, Statistical Methods for Research Workers, 5th ed., §21.02.
 */
export function fisherExact(a: number, n: number, b: number, m: number): number {
  const hits = a + b;
  const logChanceOf = (x: number): number =>
    logChoose(n, x) + logChoose(m, hits - x) - logChoose(n + m, hits);
  const observed = logChanceOf(a);
  let sum = 0;
  for (let x = Math.max(0, hits - m); x <= Math.min(n, hits); x++) {
    const each = logChanceOf(x);
    // As likely, but for rounding.
    if (each <= observed + 1e-7) sum += Math.exp(each);
  }
  return Math.min(1, sum);
}

const logFactorials: number[] = [0];

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

function logFactorial(n: number): number {
  for (let at = logFactorials.length; at <= n; at++) {
    logFactorials.push((logFactorials[at - 1] ?? 0) + Math.log(at));
  }
  return logFactorials[n] ?? 0;
}

export interface RankTest {
  /**
   * Cliff's delta, from -1 to 1: how much likelier a value of `b` is above one of `a` than below.
   * Source: N. Cliff, Psychological Bulletin 114 (1993) 494.
   */
  readonly delta: number;
  /**
   * Of the Mann–Whitney U test, two-sided: exact for few values, else by the normal approximation
   * with corrections for ties and for continuity.
   * Source: H. B. Mann and D. R. Whitney, Ann. Math. Stat. 18 (1947) 50.
   */
  readonly p: number;
}

/** Neither list may be empty or hold NaN. */
export function rankTest(a: readonly number[], b: readonly number[]): RankTest {
  const [n, m] = [a.length, b.length];
  const all = [...a.map((value) => ({ value, isB: false })), ...b.map(ofB)];
  all.sort((x, y) => x.value - y.value);
  const doubledRanks: number[] = [];
  let rankSum = 0;
  let ties = 0;
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to]?.value === all[from]?.value) to++;
    const size = to - from;
    const rank = (from + 1 + to) / 2;
    for (let at = from; at < to; at++) {
      doubledRanks.push(2 * rank);
      if (all[at]?.isB === true) rankSum += rank;
    }
    ties += size ** 3 - size;
    from = to;
  }
  const u = rankSum - (m * (m + 1)) / 2;
  const delta = (2 * u) / (n * m) - 1;
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (!(variance > 0)) return { delta, p: 1 };
  if (total <= MAX_EXACT) return { delta, p: exactChance(doubledRanks, m, 2 * rankSum) };
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / Math.sqrt(variance);
  return { delta, p: Math.min(1, 2 * upperTail(z)) };
}

/** Up to this many values all ways to part them are counted. */
const MAX_EXACT = 16;

/**
 * Of all ways to choose `m` of the ranks, the share whose sum is as far from the mean as `sum`.
 * Ranks are doubled, so that those of ties are whole.
 * Source: B. Streitberg and J. Röhmel, Statistical Software Newsletter 12 (1986) 10.
 */
function exactChance(ranks: readonly number[], m: number, sum: number): number {
  const ways = waysToSum(ranks, m);
  const mean = ((ways.length - 1) * m) / ranks.length;
  const away = Math.abs(sum - mean) - 1e-9;
  let all = 0;
  let asFar = 0;
  ways.forEach((count, each) => {
    all += count;
    if (Math.abs(each - mean) >= away) asFar += count;
  });
  return asFar / all;
}

/** Most figures have no ties, and then the same ways as others: the last ones are kept. */
const MAX_KEPT = 200;
const keptWays = new Map<string, Float64Array>();

/** By sum: in how many ways `m` of the ranks have it. */
function waysToSum(ranks: readonly number[], m: number): Float64Array {
  const key = `${m} ${ranks.join()}`;
  const kept = keptWays.get(key);
  if (kept !== undefined) return kept;
  const width = ranks.reduce((all, rank) => all + rank, 0) + 1;
  // By how many were chosen, and their sum.
  const ways = new Float64Array((m + 1) * width);
  ways[0] = 1;
  // No sum of the ranks so far is greater.
  let most = 0;
  ranks.forEach((rank, at) => {
    most += rank;
    for (let chosen = Math.min(m, at + 1); chosen > 0; chosen--) {
      for (let each = most; each >= rank; each--) {
        const cell = chosen * width + each;
        ways[cell] = (ways[cell] ?? 0) + (ways[(chosen - 1) * width + each - rank] ?? 0);
      }
    }
  });
  const found = ways.slice(m * width);
  if (keptWays.size >= MAX_KEPT) keptWays.clear();
  keptWays.set(key, found);
  return found;
}

function ofB(value: number): { readonly value: number; readonly isB: boolean } {
  return { value, isB: true };
}

/**
 * Chance of a standard normal value above `z`, to 7 digits.
 * Source: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 26.2.17.
 */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

/**
 * For each p, the share of chance finds to expect among all with one as low (false discovery rate).
 * Source: Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57 (1995) 289.
 */
export function falseDiscoveryRates(ps: readonly number[]): readonly number[] {
  const order = [...ps.keys()].sort((x, y) => (ps[y] ?? 1) - (ps[x] ?? 1));
  const rates: number[] = [];
  let least = 1;
  order.forEach((index, at) => {
    const rank = ps.length - at;
    least = Math.min(least, ((ps[index] ?? 1) * ps.length) / rank);
    rates[index] = least;
  });
  return rates;
}

export interface Spread {
  readonly count: number;
  readonly least: number;
  /** Quartiles, between two values where need be. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly most: number;
}

/** Null where there is no value; NaN is none. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((x, y) => x - y);
  const { length: count } = sorted;
  if (count === 0) return null;
  const at = (share: number): number => {
    const place = share * (count - 1);
    const below = sorted[Math.floor(place)] ?? 0;
    const above = sorted[Math.ceil(place)] ?? 0;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { count, least: at(0), low: at(0.25), median: at(0.5), high: at(0.75), most: at(1) };
}
