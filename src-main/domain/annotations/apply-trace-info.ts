/** What a sender told of the whole trace, over what its spans tell. Source: mlflow.md §4. */
import { oneLine } from '../facets/preview';
import type { CostSum, TokenSums, TraceFacets } from '../facets/trace-facets';
import type { JsonValue } from '../messages';
import { traceMetadata, type TraceInfo } from './trace-info';

/** The part of the info that facets follow. */
export type ToldFacets = Pick<TraceInfo, 'requestPreview' | 'responsePreview' | 'metadata'>;

/**
 * Facets in which session, user, previews, tokens and cost are as told; spans that come later do
 * not change them. Where tokens are told that the spans do not sum up to, a note says so.
 */
export function applyTraceInfo(facets: TraceFacets, info: ToldFacets): TraceFacets {
  const { metadata, requestPreview, responsePreview } = info;
  const usage = tokensIn(metadata[traceMetadata.tokenUsage]);
  const tokens = usage === null ? facets.tokens : { ...facets.tokens, ...usage };
  return {
    ...facets,
    sessionId: textIn(metadata[traceMetadata.session]) ?? facets.sessionId,
    userId: textIn(metadata[traceMetadata.user]) ?? facets.userId,
    inputPreview: oneLine(requestPreview ?? '') ?? facets.inputPreview,
    outputPreview: oneLine(responsePreview ?? '') ?? facets.outputPreview,
    tokens,
    cost: costIn(metadata[traceMetadata.cost]) ?? facets.cost,
    notes: usage === null ? facets.notes : [...facets.notes, ...notesOn(facets.tokens, tokens)],
  };
}

function textIn(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function tokensIn(json: string | undefined): Partial<TokenSums> | null {
  const usage = objectIn(json);
  if (usage === null) return null;
  const told: { -readonly [Key in keyof TokenSums]?: number } = {};
  for (const [field, name] of tokenNames) {
    const count = usage[name];
    if (typeof count === 'number' && Number.isFinite(count) && count >= 0) told[field] = count;
  }
  return Object.keys(told).length === 0 ? null : told;
}

const tokenNames = [
  ['input', 'input_tokens'],
  ['output', 'output_tokens'],
  ['cacheRead', 'cache_read_input_tokens'],
  ['cacheWrite', 'cache_creation_input_tokens'],
] as const;

function costIn(json: string | undefined): CostSum | null {
  const total = objectIn(json)?.['total_cost'];
  return typeof total === 'number' && Number.isFinite(total) && total >= 0
    ? { usd: total, state: 'reported', unknownModels: [] }
    : null;
}

function notesOn(summed: TokenSums, told: TokenSums): string[] {
  const isOther = (['input', 'output'] as const).some(
    (field) => summed[field] !== null && summed[field] !== told[field],
  );
  if (!isOther) return [];
  const counts = `${summed.input ?? 0} in and ${summed.output ?? 0} out`;
  return [`Tokens are as the sender told for the whole trace; its spans sum up to ${counts}.`];
}

function objectIn(json: string | undefined): { readonly [key: string]: JsonValue } | null {
  if (json === undefined) return null;
  try {
    const value = JSON.parse(json) as JsonValue;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { readonly [key: string]: JsonValue })
      : null;
  } catch {
    return null;
  }
}
