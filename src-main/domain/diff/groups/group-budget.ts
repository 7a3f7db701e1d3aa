/**
 * How many runs are compared at once. Each run is aligned with the rows there are so far, so what it
 * takes grows with the rows times the runs, and the memory with all their steps.
 */
import type { GroupRun } from './consensus';

/** Steps of all runs together, their repeats folded. */
const MAX_STEPS = 60_000;
/** Rows that are gone through, one run after the other. Half a million take some 5 s. */
const MAX_ROW_VISITS = 500_000;

/** Takes runs as long as aligning them stays within bounds; each run counts once. */
export class GroupBudget {
  readonly #taken = new Set<string>();
  /** Numbers of rows, by what they are called and are in. */
  readonly #numbers = new Map<string, number>();
  /** Rows of the runs taken, more rather than fewer: what has another name may be the same step. */
  readonly #rows = new Set<number>();
  #stepCount = 0;
  #rowVisits = 0;

  /** False for a run that is too much; it is not taken. The first two always are. */
  takes({ id, steps }: GroupRun): boolean {
    if (this.#taken.has(id)) return true;
    const rowOfStep: number[] = [];
    const added = new Set<number>();
    for (const { parent, kind, label } of steps) {
      const row = this.#numberOf(`${rowOfStep[parent] ?? -1} ${kind} ${label}`);
      rowOfStep.push(row);
      if (!this.#rows.has(row)) added.add(row);
    }
    const stepCount = this.#stepCount + steps.length;
    const rowVisits = this.#rowVisits + this.#rows.size + added.size;
    const isTooMuch = stepCount > MAX_STEPS || rowVisits > MAX_ROW_VISITS;
    if (isTooMuch && this.#taken.size >= 2) return false;
    this.#taken.add(id);
    for (const row of added) this.#rows.add(row);
    this.#stepCount = stepCount;
    this.#rowVisits = rowVisits;
    return true;
  }

  #numberOf(path: string): number {
    const known = this.#numbers.get(path);
    if (known !== undefined) return known;
    this.#numbers.set(path, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}
