import type { FacetKind } from '../../facets/facet-kind';
import type { FacetNote, MetadataEntry, Provenance, Usage } from '../../facets/span-facets';
import type { JsonValue } from '../../messages';
import type { UsageField } from '../convention';
import { usageFields } from './scalar-fields';
import { ValueChoice } from './value-choice';

export type UsageRule = Partial<
  Pick<Usage, 'inputIncludedCache' | 'outputIncludedReasoning' | 'scope'>
>;

/** Kinds of counts beyond those with a meaning; senders have a few dozen. */
const MAX_EXTRA = 500;

/** Collects token counts and makes them inclusive totals. Source: conventions reference §8.2. */
export class UsageDraft {
  private readonly counts = new Map<UsageField, ValueChoice<number>>();
  private readonly extra = new Map<string, MetadataEntry>();
  private rule: UsageRule = {};

  /** Negative counts are left out and told of. */
  add(field: UsageField, value: number, from: Provenance, rank: number): FacetNote | null {
    if (!Number.isFinite(value)) return null;
    if (value < 0) {
      return {
        code: 'usageNegative',
        field: `usage.${field}`,
        message: `${from.key} is ${value}; a count of tokens cannot be negative and was left out.`,
      };
    }
    const choice = this.counts.get(field);
    if (choice === undefined) this.counts.set(field, new ValueChoice(value, from, rank));
    else choice.add(value, from, rank);
    return null;
  }

  addRule(rule: UsageRule): void {
    // Who comes first knows better.
    this.rule = { ...rule, ...this.rule };
  }

  addExtra(key: string, value: JsonValue): void {
    if (this.extra.has(key) || this.extra.size >= MAX_EXTRA) return;
    this.extra.set(key, { key, value });
  }

  finish(
    kind: FacetKind,
    provenance: Record<string, Provenance>,
    notes: FacetNote[],
  ): Usage | null {
    if (this.counts.size === 0 && this.extra.size === 0) return null;
    for (const [field, choice] of this.counts) {
      provenance[`usage.${field}`] = choice.from;
      const other = choice.differing();
      // 0 beside a count is a placeholder.
      if (other === null || other.value === 0) continue;
      notes.push({
        code: 'valuesDiffer',
        field: `usage.${field}`,
        message: `${choice.from.key} says ${choice.value}, ${other.from.key} says ${other.value}.`,
      });
    }
    const [input, output, total, cacheRead, cacheWrite, reasoning] = usageFields.map(
      (field) => this.counts.get(field)?.value ?? null,
    ) as [number | null, number | null, number | null, number | null, number | null, number | null];
    const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
    const included = includes(this.rule.inputIncludedCache, input, cached);
    const thought = reasoning ?? 0;
    const includedThought = includes(this.rule.outputIncludedReasoning, output, thought);
    return {
      input: input !== null && included === false ? input + cached : input,
      output: output !== null && includedThought === false ? output + thought : output,
      total,
      cacheRead,
      cacheWrite,
      reasoning,
      inputIncludedCache: included,
      outputIncludedReasoning: includedThought,
      scope: this.rule.scope ?? scopeOf(kind),
      extra: [...this.extra.values()],
    };
  }
}

/** A whole that is less than its part did not include it, whatever the convention says. */
function includes(
  told: boolean | 'unknown' | undefined,
  whole: number | null,
  part: number,
): boolean | 'unknown' {
  if (told === false) return false;
  if (whole !== null && part > whole) return false;
  return told ?? true;
}

/** §8.3 rule 1. Counts on a span of unknown kind are its own. */
function scopeOf(kind: FacetKind): Usage['scope'] {
  return kindsOfOwnUsage.has(kind) ? 'call' : 'aggregate';
}

const kindsOfOwnUsage: ReadonlySet<FacetKind> = new Set<FacetKind>([
  'llm',
  'embedding',
  'reranker',
  'span',
  'http',
]);
