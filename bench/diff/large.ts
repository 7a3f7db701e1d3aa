import type { DiffSpan } from '@domain/diff/diff-tree';
import { Random } from './random';

/**
 * A long run of an agent in steps of a model call, tools and what those did, `share` of which did
 * something else than in the run of the same seed with a share of 0.
 * @param count of spans, roughly
 */
export function largeRun(count: number, share: number): DiffSpan[] {
  let random = new Random(7);
  const other = new Random(11);
  const spans: DiffSpan[] = [];
  let clockNs = 0;
  const add = (kind: DiffSpan['kind'], label: string, parent: number): number => {
    const input = random.below(1e9);
    const output = random.below(1e9);
    const isOther = other.next() < share;
    // What is left out or there once more, beside what differs.
    if (isOther && kind === 'tool' && input % 3 === 0) return -1;
    spans.push({
      parent,
      kind,
      label,
      model: kind === 'llm' ? 'model' : null,
      system: kind === 'llm' ? 1 : null,
      parameters: null,
      tools: null,
      exact: 0,
      input: isOther ? input + 1 : input,
      output: isOther ? output + 1 : output,
      isError: false,
      sketch: { high: random.below(2 ** 32), low: random.below(2 ** 32) },
      startNs: clockNs++,
      endNs: clockNs++,
    });
    return spans.length - 1;
  };
  const root = add('agent', 'planner', -1);
  for (let turn = 0; spans.length < count; turn++) {
    // What one step did does not change what the next ones do.
    random = new Random(turn);
    const step = add('step', 'step', root);
    add('llm', 'call', step);
    const tools = random.below(4);
    for (let each = 0; each < tools; each++) {
      random = new Random(turn * 10 + each);
      const tool = add('tool', ['search', 'read', 'write'][random.below(3)] ?? '', step);
      if (tool !== -1) add('http', 'GET /', tool);
    }
  }
  return spans;
}
