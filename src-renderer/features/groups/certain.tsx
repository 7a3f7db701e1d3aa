import type { ReactNode } from 'react';

import { certaintyWords } from '@domain/diff/groups/finding-words';
import type { Certainty } from '@domain/diff/groups/findings';

import { Chip } from '../../ui/chip';

const titles: Readonly<Record<Certainty, string>> = {
  clear: 'Of findings as sure as this one, at most one of twenty is chance',
  likely: 'Of findings as sure as this one, at most one of five is chance',
  unsure: 'So many steps were looked at, and so few runs, that this may be chance',
};

/** How sure a finding is. */
export function Certain({ certainty }: { readonly certainty: Certainty }): ReactNode {
  return (
    <span title={titles[certainty]}>
      <Chip
        tone={certainty === 'clear' ? 'accent' : certainty === 'likely' ? 'default' : 'outline'}
      >
        {certaintyWords[certainty]}
      </Chip>
    </span>
  );
}
