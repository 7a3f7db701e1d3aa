/**
 * Who may ask. The receiver listens on loopback, but every web page the user opens can send
 * requests there too: by DNS rebinding (stopped by `Host`, reference S4) and across origins
 * (stopped by `Origin` and `Sec-Fetch-Site`, S3).
 */
import type { IncomingHttpHeaders } from 'node:http';

export interface OriginRules {
  /** Origins beside loopback ones, e.g. `https://app.example.com`. */
  readonly allowedOrigins: readonly string[];
  /** Host names beside loopback ones, e.g. `host.docker.internal`. */
  readonly allowedHosts: readonly string[];
}

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Why a request is refused for where it comes from; null where it is not. */
export function refusalOf(headers: IncomingHttpHeaders, rules: OriginRules): string | null {
  const host = headers.host;
  if (host === undefined || !isAllowedHost(host, rules.allowedHosts)) {
    return (
      `The host ${quote(host ?? '')} is not one of this receiver's. Use localhost, 127.0.0.1 or ` +
      '[::1], or add the host name to the allowed hosts in the settings.'
    );
  }
  const origin = headers.origin;
  if (origin !== undefined) {
    return isAllowedOrigin(origin, rules.allowedOrigins)
      ? null
      : `The web origin ${quote(origin)} may not send here. Add it to the allowed origins in the ` +
          'settings.';
  }
  if (headers['sec-fetch-site'] === 'cross-site') {
    return 'Requests from other web sites are refused.';
  }
  return null;
}

/**
 * The same for what can be read and changed, which no web page may: not even one of loopback, as
 * those of other programs are.
 */
export function refusalBesideBrowsers(
  headers: IncomingHttpHeaders,
  rules: OriginRules,
): string | null {
  const site = headers['sec-fetch-site'];
  // A browser says `none` where the user has typed the address.
  if (headers.origin !== undefined || (site !== undefined && site !== 'none')) {
    return 'Web pages may not ask here; programs may.';
  }
  return refusalOf(headers, rules);
}

/** Compares the host of a `Host` header, whatever its port. */
export function isAllowedHost(header: string, allowedHosts: readonly string[]): boolean {
  const host = hostName(header);
  return (
    host !== null &&
    (loopbackHosts.has(host) || allowedHosts.some((allowed) => hostName(allowed) === host))
  );
}

/** Loopback origins on any port, and the listed ones. `null` is none of them. */
export function isAllowedOrigin(origin: string, allowedOrigins: readonly string[]): boolean {
  const match = /^(https?):\/\/([^/?#@]+)$/i.exec(origin);
  if (match !== null) {
    const host = hostName(match[2] ?? '');
    if (host !== null && loopbackHosts.has(host)) return true;
  }
  const wanted = canonicalOrigin(origin);
  return wanted !== 'null' && allowedOrigins.some((allowed) => canonicalOrigin(allowed) === wanted);
}

/**
 * Response headers for a request with an allowed origin (H25); none where there is no origin.
 * The origin is echoed, never `*`. Credentials are allowed, though none are used, because
 * `navigator.sendBeacon` always sends in that mode.
 */
export function corsHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  if (headers.origin === undefined) return {};
  return {
    'Access-Control-Allow-Origin': headers.origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': 'Retry-After',
    Vary: 'Origin',
  };
}

/** Further headers for the answer to a preflight (H25). */
export function preflightHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const answer: Record<string, string> = { 'Access-Control-Allow-Methods': 'POST' };
  const asked = headers['access-control-request-headers'];
  if (asked !== undefined) answer['Access-Control-Allow-Headers'] = asked;
  // Chromium before 142 asks this instead of the user (S5).
  if (headers['access-control-request-private-network'] === 'true') {
    answer['Access-Control-Allow-Private-Network'] = 'true';
  }
  answer['Access-Control-Max-Age'] = '7200';
  answer['Vary'] = 'Origin, Access-Control-Request-Headers';
  return answer;
}

function hostName(header: string): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i.exec(header.trim());
  return match?.[1] === undefined ? null : match[1].toLowerCase().replace(/\.$/, '');
}

function canonicalOrigin(origin: string): string {
  return origin
    .trim()
    .toLowerCase()
    .replace(/\/$/, '')
    .replace(/^(http:\/\/[^/]+):80$/, '$1')
    .replace(/^(https:\/\/[^/]+):443$/, '$1');
}

function quote(text: string): string {
  return `"${text.length > 100 ? `${text.slice(0, 100)}…` : text}"`;
}
