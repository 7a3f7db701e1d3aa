import { it } from 'vitest';
import { isCauseFound, ours, samples, scorePairs } from './score';
it('x', () => {
  const all = samples(1, 2);
  const by = new Map<string, { n: number; found: number; right: number; there: number; cause: number; bad: string[] }>();
  for (const s of all) {
    const r = by.get(s.edit) ?? { n: 0, found: 0, right: 0, there: 0, cause: 0, bad: [] };
    by.set(s.edit, r);
    const p = scorePairs(s, ours(s.a, s.b));
    r.n++; r.found += p.found; r.right += p.right; r.there += p.there;
    const c = isCauseFound(s);
    if (c) r.cause++; else r.bad.push(s.name);
  }
  let t = { n: 0, found: 0, right: 0, there: 0, cause: 0 };
  for (const [e, r] of by) {
    console.log(e.padEnd(24), r.n, 'P', (r.right / r.found).toFixed(3), 'R', (r.right / r.there).toFixed(3), 'C', (r.cause / r.n).toFixed(3), r.bad.slice(0, 6).join(','));
    t = { n: t.n + r.n, found: t.found + r.found, right: t.right + r.right, there: t.there + r.there, cause: t.cause + r.cause };
  }
  console.log('ALL', t.n, (t.right / t.found).toFixed(4), (t.right / t.there).toFixed(4), (t.cause / t.n).toFixed(4));
});
