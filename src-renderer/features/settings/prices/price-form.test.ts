import { describe, expect, it } from 'vitest';

import { settingsPatchSchema } from '@contract/settings';

import {
  draftOf,
  emptyDraft,
  matchesPrice,
  parseDraft,
  withPrice,
  type UserPrice,
} from './price-form';

const draft = { ...emptyDraft, model: ' My-Model* ', inputUsd: '$2.5', outputUsd: '10' };

describe('parseDraft', () => {
  it('gives a row that the settings take, and that reads back as it was typed', () => {
    const parsed = parseDraft({ ...draft, provider: 'OpenAI', cacheReadUsd: '0.25' }, '2026-11-27');
    if (!('entry' in parsed)) throw new Error('refused');
    expect(parsed.entry).toMatchObject({
      provider: 'openai',
      model: 'my-model*',
      inputUsd: 2.5,
      cacheReadUsd: 0.25,
      cacheWriteUsd: null,
      date: '2026-11-27',
    });
    expect(settingsPatchSchema.safeParse({ prices: [parsed.entry] }).success).toBe(true);
    expect(parseDraft(draftOf(parsed.entry), '2026-11-27')).toEqual(parsed);
  });

  it('says what is missing and what is no price', () => {
    expect(parseDraft(emptyDraft, '')).toEqual({
      problems: {
        model: expect.any(String) as string,
        inputUsd: expect.any(String) as string,
        outputUsd: expect.any(String) as string,
      },
    });
    for (const outputUsd of ['-1', 'ten', 'NaN', 'Infinity']) {
      expect(parseDraft({ ...draft, outputUsd }, '')).toHaveProperty('problems.outputUsd');
    }
    expect(parseDraft({ ...draft, batchFactor: '2' }, '')).toHaveProperty('problems.batchFactor');
  });

  it('asks no price of a local model', () => {
    // Nor minds what was typed into fields that are hidden now.
    const typed = { ...emptyDraft, model: 'llama*', inputUsd: 'ten', outputUsd: '4' };
    const parsed = parseDraft({ ...typed, isLocal: true }, '');
    expect(parsed).toHaveProperty('entry.isLocal', true);
    expect(parsed).toHaveProperty('entry.outputUsd', null);
  });
});

describe('withPrice', () => {
  const price = (model: string, inputUsd: number): UserPrice => {
    const parsed = parseDraft({ ...draft, model, inputUsd: String(inputUsd) }, '');
    if (!('entry' in parsed)) throw new Error('refused');
    return parsed.entry;
  };
  const shown = (prices: readonly UserPrice[]): string[] =>
    prices.map(({ model, inputUsd }) => `${model} ${inputUsd}`);

  it('has one row for a model, the newest first', () => {
    const prices = [price('a', 1), price('b', 2)];
    expect(shown(withPrice(prices, price('c', 3), null))).toEqual(['c 3', 'a 1', 'b 2']);
    expect(shown(withPrice(prices, price('b', 3), null))).toEqual(['b 3', 'a 1']);
    expect(shown(withPrice(prices, price('b', 3), 1))).toEqual(['a 1', 'b 3']);
    expect(shown(withPrice(prices, price('a', 3), 1))).toEqual(['a 3']);
  });
});

describe('matchesPrice', () => {
  it('looks at model and provider', () => {
    const parsed = parseDraft({ ...draft, provider: 'groq' }, '');
    if (!('entry' in parsed)) throw new Error('refused');
    expect(matchesPrice(parsed.entry, 'GROQ')).toBe(true);
    expect(matchesPrice(parsed.entry, 'model')).toBe(true);
    expect(matchesPrice(parsed.entry, 'claude')).toBe(false);
  });
});
