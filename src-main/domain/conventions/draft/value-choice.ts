import type { Provenance } from '../../facets/span-facets';

interface Candidate<Value> {
  readonly value: Value;
  readonly from: Provenance;
  readonly rank: number;
}

/** Keeps what was proposed for one field and picks by rank, then by order (§8.1 rule 4). */
export class ValueChoice<Value> {
  private best: Candidate<Value>;
  private others: Candidate<Value>[] | null = null;

  constructor(value: Value, from: Provenance, rank: number) {
    this.best = { value, from, rank };
  }

  add(value: Value, from: Provenance, rank: number): void {
    const candidate = { value, from, rank };
    const loser = rank < this.best.rank ? this.best : candidate;
    if (loser === this.best) this.best = candidate;
    (this.others ??= []).push(loser);
  }

  get value(): Value {
    return this.best.value;
  }

  get from(): Provenance {
    return this.best.from;
  }

  /** The first that says something else; aliases with the same value are no news. */
  differing(): { readonly value: Value; readonly from: Provenance } | null {
    return this.others?.find((other) => other.value !== this.best.value) ?? null;
  }
}
