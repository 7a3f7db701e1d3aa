/** Pages of lists that are read as a whole. */
import { invalid } from '../http-api/api-error';

/** @throws ApiError for a token that is none of ours, or a size that is none */
export function pageOf<T>(
  all: readonly T[],
  limit: number,
  token: string,
): { readonly items: readonly T[]; readonly nextPageToken: string | null } {
  if (limit < 1) throw invalid(`max_results: a positive number was expected, not ${limit}.`);
  const offset = token === '' ? 0 : Number(Buffer.from(token, 'base64').toString());
  if (!Number.isSafeInteger(offset) || offset < 0) throw invalid('The page_token is none.');
  const end = offset + limit;
  const nextPageToken = end < all.length ? Buffer.from(String(end)).toString('base64') : null;
  return { items: all.slice(offset, end), nextPageToken };
}
