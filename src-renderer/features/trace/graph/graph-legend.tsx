import type { ReactNode } from 'react';

import type { RunGraph } from '@domain/facets/run-graph';

import styles from './graph.module.css';

const legend = [
  { type: 'call', text: 'calls, width is time' },
  { type: 'then', text: 'then' },
  { type: 'handoff', text: 'handoff' },
  { type: 'fanIn', text: 'fan-in' },
  { type: 'declared', text: 'declared, not taken' },
] as const;

/** The lines that the graph has, by name. */
export function GraphLegend({ graph }: { readonly graph: RunGraph }): ReactNode {
  return (
    <div className={styles.legend}>
      {legend
        .filter(({ type }) => graph.edges.some((edge) => edge.type === type))
        .map(({ type, text }) => (
          <span key={type}>
            <svg width="26" height="8" aria-hidden="true">
              <path
                d="M0 4H22"
                className={`${styles.edge} ${styles[type]} ${type === 'then' ? styles.thenTone : styles.plain}`}
                strokeWidth={type === 'call' ? 3 : 1.2}
              />
            </svg>
            {text}
          </span>
        ))}
    </div>
  );
}
