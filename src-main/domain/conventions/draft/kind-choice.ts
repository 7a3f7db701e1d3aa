import type { FacetKind } from '../../facets/facet-kind';
import type { Provenance } from '../../facets/span-facets';
import type { KindTier } from '../convention';

/** §8.1 rule 1. */
const tiers: readonly KindTier[] = [
  'correction',
  'vendorKind',
  'genAiOperation',
  'aiOperation',
  'toolKeys',
  'mcpMethod',
  'spanName',
  'model',
  'protocol',
];

export interface KindCandidate {
  readonly kind: FacetKind;
  readonly raw: string | null;
  readonly tier: KindTier;
  readonly from: Provenance;
}

/** Collects what kinds were told and picks one. */
export class KindChoice {
  private readonly candidates: KindCandidate[] = [];

  add(candidate: KindCandidate): void {
    this.candidates.push(candidate);
  }

  hasAny(): boolean {
    return this.candidates.length > 0;
  }

  /** The most explicit one; words that say nothing specific yield (§8.1 rules 1 and 2). */
  pick(): KindCandidate | null {
    let best: KindCandidate | null = null;
    for (const candidate of this.candidates) {
      if (best === null || weightOf(candidate) < weightOf(best)) best = candidate;
    }
    return best;
  }
}

const GENERIC = 100;

/** The lower, the stronger. */
function weightOf({ kind, tier }: KindCandidate): number {
  const rank = tiers.indexOf(tier);
  if (tier === 'correction') return rank;
  if (kind === 'chain') return GENERIC + rank;
  // What a protocol tells is finer than `span` but says nothing of a vendor's chain.
  if (tier === 'protocol') return 2 * GENERIC;
  return kind === 'span' ? 3 * GENERIC + rank : rank;
}
