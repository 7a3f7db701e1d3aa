import type { FilterError } from './ast';

/** Where something stands in the text. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Thrown and caught within the parser. */
export class FilterSyntaxError extends Error {
  readonly at: FilterError;
  constructor({ from, to }: TextRange, message: string) {
    super(message);
    this.at = { from, to, message };
  }
}
