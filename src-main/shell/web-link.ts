/**
 * A link that may be opened in the browser, or null. Recorded links are untrusted: other
 * schemes can start programs, and a user name before the host hides where the link leads.
 */
export function parseWebLink(address: string): URL | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.username !== '' || url.password !== '') return null;
  return url;
}
