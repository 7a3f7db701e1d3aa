/** What a program did: `e2e/agents/captures/*.truth.json`, documented in `e2e/agents/README.md`. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonValue } from '@domain/messages';

export interface TruthFile {
  readonly framework: string;
  readonly version: string | null;
  readonly with: Readonly<Record<string, string | null>>;
  readonly convention: string;
  /** Field names and why they are not in what was emitted. */
  readonly notEmitted: Readonly<Record<string, string>>;
  readonly traces: readonly TruthTrace[];
}

export interface TruthTrace {
  readonly session: string | null;
  readonly user: string | null;
  readonly tags: readonly string[];
  readonly kinds: Readonly<Record<string, number>>;
  readonly agents: readonly string[];
  readonly tokens: TruthTokens;
  readonly costUsd: number | null;
  readonly firstInput: string | null;
  readonly lastOutput: string | null;
  readonly modelCalls: readonly TruthModelCall[];
  readonly toolCalls: readonly TruthToolCall[];
  readonly retrievals: readonly TruthRetrieval[];
  readonly embeddings: readonly { readonly model: string; readonly inputs: number }[];
}

export interface TruthTokens {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly reasoning: number;
}

export interface TruthModelCall {
  readonly requestModel: string;
  readonly responseModel: string | null;
  readonly provider: string;
  readonly input: readonly TruthMessage[];
  readonly output: readonly TruthMessage[];
  readonly tokens: TruthTokens | null;
  readonly finishReason: string | null;
  readonly error: string | null;
  readonly streamed: boolean;
  /** Requests it took; left out where one did. */
  readonly attempts?: number;
}

export interface TruthMessage {
  readonly role: string;
  readonly text?: string;
  readonly reasoning?: string;
  readonly toolCalls?: readonly {
    readonly id: string | null;
    readonly name: string;
    readonly arguments: JsonValue;
  }[];
  readonly toolResults?: readonly { readonly id: string | null; readonly result: JsonValue }[];
  readonly media?: readonly { readonly modality: string; readonly mime: string | null }[];
}

export interface TruthToolCall {
  readonly name: string;
  readonly arguments: JsonValue;
  readonly result: JsonValue;
  readonly error: string | null;
}

export interface TruthRetrieval {
  readonly query: string;
  readonly documents: readonly { readonly content: string; readonly score?: number }[];
}

export const capturesDir = 'e2e/agents/captures';

/** Names of all captures that have a truth. */
export function captureNames(): string[] {
  const suffix = '.truth.json';
  return readdirSync(capturesDir)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort();
}

export function readTruth(name: string): TruthFile {
  return JSON.parse(readFileSync(join(capturesDir, `${name}.truth.json`), 'utf8')) as TruthFile;
}
