/** A row of the price table as it is typed, and back. */
import type { Settings } from '@contract/settings';
import type { PriceEntry } from '@domain/pricing';

export type UserPrice = Settings['prices'][number];

/** The figures of a row, in the order of the form. */
export const priceFields = [
  { key: 'inputUsd', label: 'Input', hint: 'for a million tokens' },
  { key: 'outputUsd', label: 'Output', hint: 'for a million tokens' },
  { key: 'cacheReadUsd', label: 'Cache read', hint: 'empty: not known' },
  { key: 'cacheWriteUsd', label: 'Cache write', hint: 'empty: not known' },
  { key: 'reasoningUsd', label: 'Reasoning', hint: 'empty: as output' },
  { key: 'batchFactor', label: 'Batch factor', hint: 'e.g. 0.5' },
] as const;

export type PriceField = (typeof priceFields)[number]['key'];

export interface PriceDraft extends Readonly<Record<PriceField, string>> {
  readonly model: string;
  readonly provider: string;
  readonly isLocal: boolean;
}

export type DraftProblems = Partial<Record<keyof PriceDraft, string>>;

export const emptyDraft: PriceDraft = {
  model: '',
  provider: '',
  isLocal: false,
  inputUsd: '',
  outputUsd: '',
  cacheReadUsd: '',
  cacheWriteUsd: '',
  reasoningUsd: '',
  batchFactor: '',
};

/** A row as the form shows it. */
export function draftOf(entry: UserPrice | PriceEntry): PriceDraft {
  const text = (value: number | null): string => (value === null ? '' : String(value));
  return {
    model: entry.model,
    provider: entry.provider ?? '',
    isLocal: entry.isLocal === true,
    inputUsd: text(entry.inputUsd),
    outputUsd: text(entry.outputUsd),
    cacheReadUsd: text(entry.cacheReadUsd),
    cacheWriteUsd: text(entry.cacheWriteUsd),
    reasoningUsd: text(entry.reasoningUsd),
    batchFactor: text(entry.batchFactor),
  };
}

/**
 * The row that was typed, dated `date` (ISO), or what is wrong with it. A row that is not local
 * needs prices for input and output: without them it would make known models unknown.
 */
export function parseDraft(
  draft: PriceDraft,
  date: string,
): { readonly entry: UserPrice } | { readonly problems: DraftProblems } {
  const problems: { -readonly [Key in keyof DraftProblems]: string } = {};
  const model = draft.model.trim().toLowerCase();
  if (model === '') problems.model = 'A model name; * stands for any text.';
  const numbers = {} as Record<PriceField, number | null>;
  for (const { key } of priceFields) {
    // What is hidden does not count, be it right or wrong.
    const text = draft.isLocal ? '' : draft[key].trim().replace(/^\$/, '');
    const value = text === '' ? null : Number(text);
    numbers[key] = value;
    if (value !== null && !(value >= 0 && value <= (key === 'batchFactor' ? 1 : 1e6))) {
      problems[key] = key === 'batchFactor' ? 'From 0 to 1.' : 'US dollars, e.g. 2.50.';
    }
  }
  if (!draft.isLocal) {
    for (const key of ['inputUsd', 'outputUsd'] as const) {
      if (numbers[key] === null) problems[key] = 'A price; 0 where it is free.';
    }
  }
  if (Object.keys(problems).length > 0) return { problems };
  const provider = draft.provider.trim().toLowerCase();
  return {
    entry: {
      provider: provider === '' ? null : provider,
      model,
      ...numbers,
      ...(draft.isLocal ? { isLocal: true as const } : {}),
      date,
      source: 'you',
    },
  };
}

/** The user's rows with one written anew: in its place, else first, in place of one for the same. */
export function withPrice(
  prices: readonly UserPrice[],
  entry: UserPrice,
  index: number | null,
): UserPrice[] {
  const isSame = ({ provider, model }: UserPrice): boolean =>
    provider === entry.provider && model === entry.model;
  if (index === null) return [entry, ...prices.filter((other) => !isSame(other))];
  return prices.flatMap((other, at) => (at === index ? [entry] : isSame(other) ? [] : [other]));
}

/** Whether a text is part of the model or provider of a row. */
export function matchesPrice(entry: UserPrice | PriceEntry, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return entry.model.includes(wanted) || (entry.provider ?? '').includes(wanted);
}

/** Providers that most people call, in that order; the others follow by name. */
const firstProviders = ['openai', 'anthropic', 'google', 'mistral', 'xai', 'deepseek'];

/** Bundled rows as they are listed. The order among rows of one provider stays. */
export function inListOrder(entries: readonly PriceEntry[]): readonly PriceEntry[] {
  const rank = ({ provider }: PriceEntry): number => {
    const at = firstProviders.indexOf(provider ?? '');
    return at < 0 ? firstProviders.length : at;
  };
  return [...entries].sort(
    (a, b) => rank(a) - rank(b) || (a.provider ?? '').localeCompare(b.provider ?? ''),
  );
}
