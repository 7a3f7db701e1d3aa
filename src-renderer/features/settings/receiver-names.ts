/** Forms of the names a user may allow the receiver to answer to. */

type Parsed = { readonly name: string } | { readonly problem: string };

/** An origin as browsers send it: scheme, host and port, nothing after. */
export function parseOrigin(text: string): Parsed {
  const problem = 'An origin such as https://app.example.com, without a path.';
  if (text === '*') return { problem: 'Name each origin: * would let any web page send traces.' };
  try {
    const url = new URL(text);
    const bare = url.pathname === '/' && url.search === '' && url.hash === '';
    if (!/^https?:$/.test(url.protocol) || !bare || url.username !== '') return { problem };
    return { name: url.origin };
  } catch {
    return { problem };
  }
}

/** A host name without scheme, port or path. */
export function parseHost(text: string): Parsed {
  const name = text.toLowerCase();
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)
    ? { name }
    : { problem: 'A host name such as host.docker.internal, without a port.' };
}
