/**
 * What a page of the app may load and run: files of the app and nothing else. Span text is
 * untrusted, so no script or style can come from markup, and Trusted Types close the string
 * sinks. Styles set through the CSSOM (`element.style.width`) need no permission.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  // Pictures and sounds of recorded messages, from their bytes: the session blocks the network.
  'media-src data: blob:',
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The one policy there is vouches for the app's own workers (src-renderer/lib/worker-url.ts).
  'trusted-types otelier-worker',
].join('; ');

/** Headers of every response of the app's own scheme. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
};

/**
 * The policy for pages of the development server, which reloads changed modules over a
 * WebSocket and inlines scripts and styles.
 * @param origin of the server, e.g. `http://localhost:5173`
 */
export function developmentPolicy(origin: string): string {
  const socket = origin.replace(/^http/, 'ws');
  return [
    "default-src 'none'",
    `script-src ${origin} 'unsafe-inline'`,
    `style-src ${origin} 'unsafe-inline'`,
    `img-src ${origin} data: blob:`,
    'media-src data: blob:',
    `font-src ${origin}`,
    `connect-src ${origin} ${socket}`,
    `worker-src ${origin} blob:`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
