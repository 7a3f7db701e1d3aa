import type { ReactNode } from 'react';

import type { SpanView } from '@contract/facets';

import type { Step } from './steps';

/** What a step shows beside the time: its head in one line, and what it says. */
export interface StepBodyProps {
  readonly step: Step;
  readonly view: SpanView | null;
  readonly find: string;
  /** What was asked of the steps around it, in their words: told there already. */
  readonly askedAround: ReadonlySet<string>;
  readonly isFolded: boolean;
  readonly head: (props: StepHeadProps) => ReactNode;
}

export interface StepHeadProps {
  readonly children?: ReactNode;
}
