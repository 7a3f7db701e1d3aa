import { defaultTolerances } from '../domain/diff/tolerances';
import type { PriceEntry } from '../domain/pricing';

const noNames: string[] = [];
const noPrices: Omit<PriceEntry, 'above'>[] = [];

/** Two traces, and pairs of span ids. */
export interface ChosenPairs {
  a: string;
  b: string;
  pinned: [string, string][];
  broken: [string, string][];
}
const noPairs: ChosenPairs[] = [];

/** The run that later ones of the same root are compared with. */
export interface Baseline {
  rootName: string;
  serviceName: string;
  traceId: string;
}
const noBaselines: Baseline[] = [];

/** Settings of a fresh start. Apart from their schema, so that the window need not load it. */
export const defaultSettings = {
  theme: 'system' as const,
  density: 'default' as const,
  httpPort: 4318,
  grpcPort: 4317,
  allowedOrigins: noNames,
  allowedHosts: noNames,
  maxBodyBytes: 64 * 1024 * 1024,
  mlflowApi: true,
  inspectorWidth: 472,
  messageText: 'markdown' as const,
  showReasoning: true,
  prices: noPrices,
  traceColumns: { shown: noNames, hidden: noNames },
  pairPanelWidth: 568,
  chosenPairs: noPairs,
  tolerances: { ...defaultTolerances },
  baselines: noBaselines,
  project: null as number | null,
};
