import type { GraphEdge } from '@domain/facets/run-graph';
import { formatCount } from '@domain/format';

/** What stands at a line where it is told; '' for a line that says all by itself. */
export function edgeLabel({ type, count }: GraphEdge): string {
  switch (type) {
    case 'then':
    case 'declared':
      return '';
    case 'handoff':
    case 'fanIn': {
      const word = type === 'handoff' ? 'handoff' : 'fan-in';
      return count > 1 ? `${word} ${formatCount(count)}×` : word;
    }
    case 'call':
      return `${formatCount(count)}×`;
  }
}

/** Whether the label is shown though its line is not chosen: a call made once needs none. */
export function isAlwaysTold({ type, count, errorCount }: GraphEdge): boolean {
  return type !== 'call' || count > 1 || errorCount > 0;
}
