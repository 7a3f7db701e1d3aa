/**
 * The tokens a canvas paints with, read from the page when the theme is applied: CSS is
 * where colours live, also those of pixels.
 */
import { useSyncExternalStore } from 'react';

import { spanCategories, type SpanCategory } from '@domain/span-category';

export interface Palette {
  /** Colours by category number. */
  readonly kinds: readonly string[];
  /** Opacity of time spent waiting. */
  readonly wait: number;
  readonly panel: string;
  readonly selected: string;
  readonly textOnTint: string;
  readonly textOnKind: string;
  readonly text: string;
  readonly quietText: string;
  readonly error: string;
  readonly errorText: string;
  readonly warnText: string;
  readonly critical: string;
  /** Of two runs that are compared. */
  readonly runA: string;
  readonly runB: string;
  readonly runATint: string;
  readonly runBTint: string;
  /** Behind what became better, worse, and neither. */
  readonly okTint: string;
  readonly errorTint: string;
  readonly quietFill: string;
  readonly okText: string;
  readonly focus: string;
  readonly gridLine: string;
  readonly line: string;
  readonly labelFont: string;
  readonly tickFont: string;
}

const kindTokens: Readonly<Record<SpanCategory, string>> = {
  agent: '--k-agent',
  llm: '--k-llm',
  tool: '--k-tool',
  retriever: '--k-retriever',
  embedding: '--k-embedding',
  chain: '--k-chain',
  guardrail: '--k-guardrail',
  evaluator: '--k-evaluator',
  http: '--k-http',
  database: '--k-db',
  other: '--k-other',
};

function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  const family = token('--font-ui');
  return {
    kinds: spanCategories.map((category) => token(kindTokens[category])),
    wait: Number.parseFloat(token('--kind-wait')) / 100,
    panel: token('--bg-panel'),
    selected: token('--bg-selected'),
    textOnTint: token('--text-1'),
    textOnKind: token('--on-kind'),
    text: token('--text-1'),
    quietText: token('--text-2'),
    error: token('--k-error'),
    errorText: token('--error-text'),
    warnText: token('--warn-text'),
    critical: token('--critical'),
    runA: token('--run-a'),
    runB: token('--run-b'),
    runATint: token('--run-a-tint'),
    runBTint: token('--run-b-tint'),
    okTint: token('--ok-tint'),
    errorTint: token('--error-tint'),
    quietFill: token('--bg-active'),
    okText: token('--ok-text'),
    focus: token('--focus'),
    gridLine: token('--line-faint'),
    line: token('--line'),
    labelFont: `${token('--fs-small')} ${family}`,
    tickFont: `${token('--fs-micro')} ${family}`,
  };
}

let read: { readonly theme: string | undefined; readonly palette: Palette } | null = null;

/** Read once a theme: it may have changed while nothing was drawn. */
function current(): Palette {
  const { theme } = document.documentElement.dataset;
  if (read === null || read.theme !== theme) read = { theme, palette: readPalette() };
  return read.palette;
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** The colours of the theme that is on. */
export function usePalette(): Palette {
  return useSyncExternalStore(subscribe, current);
}
