import type { SpanView } from '@contract/facets';

import { askedTexts } from './step-text';
import { outerSteps, type Step } from './steps';

const nothing: ReadonlySet<string> = new Set();

interface Known {
  readonly views: readonly (SpanView | null)[];
  readonly texts: ReadonlySet<string>;
}

/**
 * What was asked of the steps around one. A sub-agent is often asked in the very words of the
 * one around it: those are told once. The same set is given while nothing around has changed.
 */
export class AskedAround {
  /** By the step right around. */
  readonly #known = new WeakMap<Step, Known>();

  of({ outer }: Step, contentOf: (step: Step) => SpanView | null): ReadonlySet<string> {
    if (outer === null) return nothing;
    const views = [outer, ...outerSteps(outer)].map(contentOf);
    const known = this.#known.get(outer);
    if (known?.views.every((view, at) => view === views[at]) === true) return known.texts;
    const texts = new Set(views.flatMap((view) => (view === null ? [] : askedTexts(view))));
    this.#known.set(outer, { views, texts });
    return texts;
  }
}
