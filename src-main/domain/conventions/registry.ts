import type { Convention } from './convention';

/**
 * All conventions. The order decides between equals: vendors' own kinds come in the order of the
 * conventions reference §8.1 rule 1, standards after vendors, what is generic last.
 */
export const conventions: readonly Convention[] = [];
