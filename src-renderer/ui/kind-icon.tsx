import type { ReactNode } from 'react';

import type { SpanCategory } from '@domain/span-category';

import styles from './kind-icon.module.css';

/** A shape of its own for every kind, so that colour never says it alone. */
const shapes: Readonly<Record<SpanCategory, ReactNode>> = {
  agent: (
    <>
      <path d="M8 1.7l5.5 3.15v6.3L8 14.3l-5.5-3.15v-6.3z" fill="currentColor" fillOpacity=".18" />
      <circle cx="8" cy="8" r="2.1" fill="currentColor" stroke="none" />
    </>
  ),
  llm: (
    <>
      <path
        d="M8 .9c.7 4.1 3 6.4 7.1 7.1-4.1.7-6.4 3-7.1 7.1C7.3 11 5 8.7.9 8 5 7.3 7.3 5 8 .9z"
        fill="currentColor"
        stroke="none"
      />
    </>
  ),
  tool: (
    <>
      <path
        d="M10.3 1.9a3.7 3.7 0 0 0-3.5 5L2.4 11.3a1.63 1.63 0 0 0 2.3 2.3L9.1 9.2a3.7 3.7 0 0 0 4.7-4.9l-2.1 2.1-1.7-.4-.4-1.7 2.1-2.1a3.7 3.7 0 0 0-1.4-.3z"
        fill="currentColor"
        fillOpacity=".22"
      />
    </>
  ),
  retriever: (
    <>
      <circle cx="6.8" cy="6.8" r="4.8" fill="currentColor" fillOpacity=".18" />
      <path d="M10.4 10.4l3.8 3.8M4.9 5.7h3.8M4.9 7.9h2.3" />
    </>
  ),
  embedding: (
    <>
      <g fill="currentColor" stroke="none">
        <circle cx="3.2" cy="3.2" r="1.5" />
        <circle cx="8" cy="3.2" r="1.5" opacity=".5" />
        <circle cx="12.8" cy="3.2" r="1.5" />
        <circle cx="3.2" cy="8" r="1.5" opacity=".5" />
        <circle cx="8" cy="8" r="1.5" />
        <circle cx="12.8" cy="8" r="1.5" opacity=".5" />
        <circle cx="3.2" cy="12.8" r="1.5" />
        <circle cx="8" cy="12.8" r="1.5" />
        <circle cx="12.8" cy="12.8" r="1.5" opacity=".5" />
      </g>
    </>
  ),
  chain: (
    <>
      <path d="M6.4 9.6l3.2-3.2M7.3 4.7l1.5-1.5a2.83 2.83 0 0 1 4 4l-1.5 1.5M8.7 11.3l-1.5 1.5a2.83 2.83 0 0 1-4-4l1.5-1.5" />
    </>
  ),
  guardrail: (
    <>
      <path
        d="M8 1.6l5.2 2v4c0 3.3-2.2 5.6-5.2 6.8-3-1.2-5.2-3.5-5.2-6.8v-4z"
        fill="currentColor"
        fillOpacity=".18"
      />
    </>
  ),
  evaluator: (
    <>
      <path d="M2.3 12.2a6.3 6.3 0 1 1 11.4 0" />
      <path d="M8 10.4l3-4" />
      <circle cx="8" cy="10.6" r="1.5" fill="currentColor" stroke="none" />
    </>
  ),
  http: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M2 8h12M8 2c2 1.7 2.7 3.7 2.7 6S10 12.3 8 14M8 2C6 3.7 5.3 5.7 5.3 8S6 12.3 8 14" />
    </>
  ),
  database: (
    <>
      <ellipse cx="8" cy="3.8" rx="5.3" ry="2" />
      <path d="M2.7 3.8v8.4c0 1.1 2.4 2 5.3 2s5.3-.9 5.3-2V3.8M2.7 8c0 1.1 2.4 2 5.3 2s5.3-.9 5.3-2" />
    </>
  ),
  other: (
    <>
      <rect x="2.8" y="2.8" width="10.4" height="10.4" rx="2" />
      <path d="M5.4 6.2L7.2 8l-1.8 1.8M8.6 10h2.2" />
    </>
  ),
};

/** The word for a kind, always the same one. */
export const kindLabels: Readonly<Record<SpanCategory, string>> = {
  agent: 'Agent',
  llm: 'LLM',
  tool: 'Tool',
  retriever: 'Retriever',
  embedding: 'Embedding',
  chain: 'Chain',
  guardrail: 'Guardrail',
  evaluator: 'Evaluator',
  http: 'HTTP',
  database: 'Database',
  other: 'Other',
};

export interface KindIconProps {
  readonly kind: SpanCategory;
  /** Side in px; 14 unless told. */
  readonly size?: number;
  /** On a tinted tile, as at the head of a panel. */
  readonly tile?: boolean;
  /** Where the word already stands beside it. */
  readonly decorative?: boolean;
}

/** The mark of a span kind: colour and shape, named for assistive technology. */
export function KindIcon({ kind, size = 14, tile = false, decorative = false }: KindIconProps) {
  const drawing = (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={`${styles.icon} ${styles[kind]}`}
      {...(decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': kindLabels[kind] })}
    >
      {shapes[kind]}
    </svg>
  );
  return tile ? <span className={`${styles.tile} ${styles[kind]}`}>{drawing}</span> : drawing;
}
