/** Pages of lists that are read as a whole. */
import { invalid } from '../http-api/api-error';

/** @throws ApiError for a token that is none of ours, or a size that is none */
export function pageOf<T>(
  all: readonly T[],
  limit: number,
  token: string,
): { readonly items: readonly T[]; readonly nextPageToken: string | null } {
  if (limit < 1) throw invalid(`max_results: a positive number was expected, not ${limit}.`);
  const text = Buffer.from(token, 'base64').toString();
  if (token !== '' && !/^\d{1,15}$/.test(text)) throw invalid('page_token: it is not of a page.');
  const offset = Number(text);
  const end = offset + limit;
  const nextPageToken = end < all.length ? Buffer.from(String(end)).toString('base64') : null;
  return { items: all.slice(offset, end), nextPageToken };
}
