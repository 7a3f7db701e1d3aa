import { formatCount, formatShortCount } from '@domain/format';
import { estimateMessageTokens } from '@domain/facets/estimate-tokens';
import type { Message } from '@domain/messages';

export interface TokenEstimate {
  /** Of all but media. */
  readonly tokens: number;
  readonly hasMedia: boolean;
}

/** About how many tokens messages take; media add what cannot be known. */
export function tokenEstimateOf(messages: readonly Message[]): TokenEstimate {
  return {
    tokens: messages.reduce((sum, message) => sum + estimateMessageTokens(message), 0),
    hasMedia: messages.some(({ parts }) => parts.some(({ type }) => type === 'media')),
  };
}

/** E.g. `3.2k tok`, `12 tok + media`. */
export function tokenEstimateText({ tokens, hasMedia }: TokenEstimate): string {
  return `${formatShortCount(tokens)} tok${hasMedia ? ' + media' : ''}`;
}

/** The same in full. */
export function tokenEstimateTitle({ tokens, hasMedia }: TokenEstimate): string {
  const about = `About ${formatCount(tokens)} tokens, estimated`;
  return hasMedia ? `${about}, without media: what they take is not known` : about;
}
