/**
 * Starts the app's own workers. Trusted Types refuse a worker from a plain string; the one policy
 * there is vouches for files of the app and for nothing else.
 */

interface TrustedTypePolicy {
  createScriptURL(url: string): string;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): TrustedTypePolicy;
}

let policy: TrustedTypePolicy | undefined;

/** Starts a worker from a file of the app. @throws TypeError where the file is of another origin */
export function startWorker(url: string, name: string): Worker {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('otelier-worker', { createScriptURL: ownFile });
  const trusted = policy === undefined ? ownFile(url) : policy.createScriptURL(url);
  return new Worker(trusted, { type: 'module', name });
}

function ownFile(url: string): string {
  const { href, origin } = new URL(url, window.location.href);
  if (origin !== window.location.origin) {
    throw new TypeError('A worker must be a file of the app.');
  }
  return href;
}
