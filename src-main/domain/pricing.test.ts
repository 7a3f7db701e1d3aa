import { describe, expect, it } from 'vitest';
import fc from 'fast-check';

import { costOf, priceOf, unreportedCounts, type PriceEntry } from './pricing';
import { matchesGlob } from './pricing/glob';
import { modelForms } from './pricing/model-names';

const row = (
  provider: string | null,
  model: string,
  more: Partial<PriceEntry> = {},
): PriceEntry => ({
  provider,
  model,
  inputUsd: 2,
  outputUsd: 10,
  cacheReadUsd: null,
  cacheWriteUsd: null,
  reasoningUsd: null,
  batchFactor: null,
  date: '2026-11-01',
  source: 'test',
  ...more,
});

describe('priceOf', () => {
  const table = [
    row('ollama', '*-cloud', { inputUsd: null, outputUsd: null }),
    row('ollama', '*', { isLocal: true }),
    row('openai', 'gpt-4o-2024-05-13'),
    row('openai', 'gpt-4o'),
    row('anthropic', 'claude-sonnet-4-5'),
    row('anthropic', 'claude-3-5-sonnet'),
    row('google', 'gemini-2.5-pro'),
    row('mistral', 'mistral-large'),
    row('amazon', 'nova-pro'),
    row('openai', 'gpt-4.1'),
    row('anthropic', 'claude-opus-4'),
    row('google', 'gemini-2.0-flash*'),
  ];
  const found = (provider: string | null, model: string): string | null =>
    priceOf(table, provider, model)?.model ?? null;

  it.each([
    ['openai', 'gpt-4o', 'gpt-4o'],
    ['openai.responses', 'GPT-4o', 'gpt-4o'],
    ['azure', 'gpt-4o-2024-08-06', 'gpt-4o'],
    ['az.ai.openai', 'gpt-4o', 'gpt-4o'],
    ['openai', 'gpt-4o-2024-05-13', 'gpt-4o-2024-05-13'],
    ['anthropic', 'claude-sonnet-4-5-20250929', 'claude-sonnet-4-5'],
    ['aws.bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    [
      'aws.bedrock',
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'claude-sonnet-4-5',
    ],
    ['gcp.vertex_ai', 'claude-sonnet-4-5@20250929', 'claude-sonnet-4-5'],
    ['vertex_ai', 'claude-3-5-sonnet-v2@20241022', 'claude-3-5-sonnet'],
    ['anthropic', 'claude-3-5-sonnet-latest', 'claude-3-5-sonnet'],
    ['openrouter', 'anthropic/claude-sonnet-4.5', 'claude-sonnet-4-5'],
    ['gcp.gemini', 'models/gemini-2.5-pro', 'gemini-2.5-pro'],
    ['google', 'gemini-2.5-pro-preview-06-05', 'gemini-2.5-pro'],
    ['gcp.gen_ai', 'gemini-2.0-flash-lite-001', 'gemini-2.0-flash*'],
    ['mistral_ai', 'mistral-large-latest', 'mistral-large'],
    ['aws.bedrock', 'amazon.nova-pro-v1:0', 'nova-pro'],
    [null, 'gpt-4o', 'gpt-4o'],
    ['azure', 'gpt-4-1', 'gpt-4.1'],
    ['anthropic', 'claude-opus-4-0', 'claude-opus-4'],
    ['openrouter', 'anthropic/claude-4.5-sonnet', 'claude-sonnet-4-5'],
    ['bedrock', 'us.amazon.nova-pro-v1:0', 'nova-pro'],
    ['strands-agents', 'gpt-4o', 'gpt-4o'],
    ['ollama', 'llama3.2:3b', '*'],
    ['ollama', 'gpt-oss:120b-cloud', '*-cloud'],
  ])('finds %s %s in row %s', (provider, model, expected) => {
    expect(found(provider, model)).toBe(expected);
  });

  it.each([
    ['openai', 'gpt-4o-mini'],
    ['groq', 'gpt-4o'],
    [null, 'llama3.2:3b'],
    ['openai', 'ft:gpt-4o-2024-08-06:acme::abc'],
    ['openai', ''],
  ])('leaves %s %s unknown', (provider, model) => {
    expect(found(provider, model)).toBeNull();
  });

  it('lets the first row decide, so the user’s rows go first', () => {
    const own = row('openai', 'gpt-*', { inputUsd: 1 });
    expect(priceOf([own, ...table], 'azure', 'gpt-4o')).toBe(own);
  });
});

describe('costOf', () => {
  const price = row('anthropic', 'm', {
    inputUsd: 3,
    outputUsd: 15,
    cacheReadUsd: 0.3,
    cacheWriteUsd: 3.75,
  });

  it('takes cached tokens out of the inclusive input and bills them at their own price', () => {
    const cost = costOf(
      { input: 1_000_000, output: 100_000, cacheRead: 600_000, cacheWrite: 200_000 },
      price,
    );
    expect(cost.inputUsd).toBeCloseTo(0.6, 9);
    expect(cost.cacheReadUsd).toBeCloseTo(0.18, 9);
    expect(cost.cacheWriteUsd).toBeCloseTo(0.75, 9);
    expect(cost.outputUsd).toBeCloseTo(1.5, 9);
    expect(cost.totalUsd).toBeCloseTo(3.03, 9);
    expect(cost.state).toBe('computed');
  });

  it('takes reasoning out of the output, at the price of output where it has none', () => {
    const usage = { input: 0, output: 1_000_000, reasoning: 400_000 };
    expect(costOf(usage, price)).toMatchObject({ outputUsd: 9, reasoningUsd: 6, totalUsd: 15 });
    expect(costOf(usage, { ...price, reasoningUsd: 5 })).toMatchObject({ reasoningUsd: 2 });
  });

  it('bills cached tokens as input where they have no price', () => {
    const plain = row('openai', 'm');
    expect(costOf({ input: 1_000_000, output: 0, cacheRead: 500_000 }, plain).totalUsd).toBe(2);
  });

  it('uses the prices above a threshold for the whole request', () => {
    const tiered = row('google', 'm', {
      inputUsd: 1.25,
      outputUsd: 10,
      above: { inputTokens: 200_000, inputUsd: 2.5, outputUsd: 15, cacheReadUsd: 0.25 },
    });
    expect(costOf({ input: 200_000, output: 0 }, tiered).totalUsd).toBeCloseTo(0.25, 9);
    expect(costOf({ input: 400_000, output: 100_000 }, tiered).totalUsd).toBeCloseTo(2.5, 9);
    expect(costOf({ input: 400_000, output: 0, cacheRead: 400_000 }, tiered).totalUsd).toBeCloseTo(
      0.1,
      9,
    );
  });

  it('takes the batch factor of a batch request', () => {
    const batch = row('openai', 'm', { batchFactor: 0.5 });
    expect(costOf({ input: 1_000_000, output: 0 }, batch, { isBatch: true }).totalUsd).toBe(1);
    expect(costOf({ input: 1_000_000, output: 0 }, batch).totalUsd).toBe(2);
  });

  it('says unknown, never 0, without a price or without counts', () => {
    const unknown = { state: 'unknown', totalUsd: null };
    expect(costOf({ input: 10, output: 10 }, null)).toMatchObject(unknown);
    expect(costOf({ total: 20 }, price)).toMatchObject(unknown);
    expect(costOf({ input: 10 }, price)).toMatchObject(unknown);
    expect(costOf({ input: 10, output: 1 }, { ...price, inputUsd: null })).toMatchObject(unknown);
    expect(costOf({ input: NaN, output: 1 }, price)).toMatchObject(unknown);
  });

  it('tells which count it lacks', () => {
    expect(unreportedCounts({ input: 10 }, price)).toEqual(['output']);
    expect(unreportedCounts({ output: 10 }, price)).toEqual(['input']);
    expect(unreportedCounts({ total: 20 }, price)).toEqual(['input', 'output']);
    expect(unreportedCounts({ input: 10, total: 20 }, price)).toEqual([]);
    expect(unreportedCounts({ input: 10 }, { ...price, outputUsd: null })).toEqual([]);
    expect(unreportedCounts({}, { ...price, isLocal: true })).toEqual([]);
  });

  it('tells a missing direction from the total', () => {
    const embedding = row('openai', 'text-embedding-3-small', { inputUsd: 0.02, outputUsd: null });
    expect(costOf({ total: 1_000_000 }, embedding).totalUsd).toBeCloseTo(0.02, 9);
    expect(costOf({ input: 100_000, total: 200_000 }, price).outputUsd).toBeCloseTo(1.5, 9);
  });

  it('says that a local model is free', () => {
    const local = row('ollama', '*', { isLocal: true });
    expect(costOf({}, local)).toMatchObject({ state: 'local', totalUsd: 0, inputUsd: null });
  });

  it('never bills more than all input as input and all output as output', () => {
    const count = fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: null });
    fc.assert(
      fc.property(count, count, count, count, count, (input, output, cacheRead, cacheWrite, r) => {
        const { totalUsd } = costOf({ input, output, cacheRead, cacheWrite, reasoning: r }, price);
        const isKnown = input !== null && output !== null;
        expect(totalUsd === null).toBe(!isKnown);
        if (totalUsd === null || !isKnown) return;
        expect(totalUsd).toBeGreaterThanOrEqual(0);
        const most = (input / 1e6) * 3.75 + (output / 1e6) * 15;
        expect(totalUsd).toBeLessThanOrEqual(most * (1 + 1e-9));
      }),
    );
  });
});

describe('model names', () => {
  it('keeps every form short and never fails on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        expect(modelForms(text).every((form) => form.length <= 300)).toBe(true);
      }),
    );
  });

  it('keeps versions that are part of a name', () => {
    expect(modelForms('deepseek-v3').at(-1)).toBe('deepseek-v3');
    expect(modelForms('cohere.embed-english-v3').at(-1)).toBe('embed-english-v3');
  });
});

describe('matchesGlob', () => {
  it('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, letters, (glob, text) => {
        const regex = new RegExp(`^${glob.replaceAll('*', '.*')}$`);
        expect(matchesGlob(glob, text)).toBe(regex.test(text));
      }),
    );
  });

  it('ends on patterns made to take long', () => {
    expect(matchesGlob(`${'*a'.repeat(500)}b`, 'a'.repeat(10_000))).toBe(false);
  });
});
