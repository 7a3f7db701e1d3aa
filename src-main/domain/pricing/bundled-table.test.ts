import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { costOf, priceOf, type PriceEntry, type PriceTable } from '../pricing';

const table = JSON.parse(readFileSync('resources/prices.json', 'utf8')) as PriceTable;
const price = (provider: string | null, model: string): PriceEntry | null =>
  priceOf(table.entries, provider, model);

describe('the bundled price table', () => {
  it('has rows of the documented shape, each dated and with its source', () => {
    const isPrice = (value: unknown): boolean =>
      value === null || (typeof value === 'number' && value >= 0 && value < 1000);
    for (const entry of table.entries) {
      const { inputUsd, outputUsd, cacheReadUsd, cacheWriteUsd, reasoningUsd } = entry;
      const prices = [inputUsd, outputUsd, cacheReadUsd, cacheWriteUsd, reasoningUsd];
      expect(prices.filter((each) => !isPrice(each))).toEqual([]);
      expect(entry.model).toBe(entry.model.toLowerCase());
      expect(entry.date).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(entry.source).not.toBe('');
      expect(entry.contextTokens ?? 1).toBeGreaterThan(0);
      if (cacheReadUsd !== null) expect(cacheReadUsd).toBeLessThanOrEqual(inputUsd ?? 0);
      if (entry.above !== undefined) expect(entry.above.inputUsd).toBeGreaterThan(inputUsd ?? 0);
      if (entry.isLocal === true) expect(prices).toEqual([null, null, null, null, null]);
    }
    expect(table.entries.length).toBeGreaterThan(150);
  });

  it('finds every row by its own name: none is hidden behind an earlier one', () => {
    const hidden = table.entries.filter(
      (entry) => price(entry.provider, entry.model.replaceAll('*', 'x1')) !== entry,
    );
    expect(hidden).toEqual([]);
  });

  it.each([
    ['openai', 'gpt-4o-2024-08-06', 2.5, 10, 1.25, null],
    ['openai', 'gpt-4o-2024-05-13', 5, 15, null, null],
    ['azure', 'gpt-4o-mini-2024-07-18', 0.15, 0.6, 0.075, null],
    ['openai', 'gpt-4.1', 2, 8, 0.5, null],
    ['openai', 'o3', 2, 8, 0.5, null],
    ['openai', 'text-embedding-3-small', 0.02, null, null, null],
    ['anthropic', 'claude-sonnet-4-5-20250929', 3, 15, 0.3, 3.75],
    ['anthropic', 'claude-opus-4-1-20250805', 15, 75, 1.5, 18.75],
    ['anthropic', 'claude-3-5-haiku-latest', 0.8, 4, 0.08, 1],
    ['aws.bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 3.3, 16.5, 0.33, 4.125],
    ['bedrock', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', 3, 15, 0.3, 3.75],
    ['bedrock', 'anthropic.claude-3-haiku-20240307-v1:0', 0.25, 1.25, 0.03, 0.3],
    ['aws.bedrock', 'amazon.nova-pro-v1:0', 0.8, 3.2, 0.2, null],
    ['gcp.gemini', 'models/gemini-2.5-pro', 1.25, 10, 0.125, null],
    ['gcp.vertex_ai', 'gemini-2.5-flash', 0.3, 2.5, 0.03, null],
    ['groq', 'llama-3.3-70b-versatile', 0.59, 0.79, null, null],
    ['mistral_ai', 'mistral-small-latest', 0.15, 0.6, 0.015, null],
  ])('prices %s %s', (provider, model, inputUsd, outputUsd, cacheReadUsd, cacheWriteUsd) => {
    const expected = { inputUsd, outputUsd, cacheReadUsd, cacheWriteUsd };
    expect(price(provider, model)).toMatchObject(expected);
  });

  it('knows what is dearer above a length of prompt', () => {
    const { above } = price('google', 'gemini-2.5-pro') ?? {};
    expect(above).toEqual({
      inputTokens: 200_000,
      inputUsd: 2.5,
      outputUsd: 15,
      cacheReadUsd: 0.25,
    });
  });

  it('takes local models for free and subscriptions for unknown', () => {
    expect(costOf({ input: 10, output: 10 }, price('ollama', 'llama3.2:3b')).state).toBe('local');
    expect(costOf({ input: 10, output: 10 }, price('lm_studio', 'qwen3')).state).toBe('local');
    expect(costOf({ input: 10, output: 10 }, price('ollama', 'glm-4.6:cloud')).state).toBe(
      'unknown',
    );
  });

  it('does not guess', () => {
    expect(price('openai', 'gpt-4o-tts-of-tomorrow')).toBeNull();
    expect(price(null, 'llama3.2:3b')).toBeNull();
    expect(price('openai', 'my-deployment')).toBeNull();
  });
});
