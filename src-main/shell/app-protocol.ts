import { readFile } from 'node:fs/promises';

import { protocol, type Session } from 'electron';

import { appScheme, mediaTypeOf, resolveAppAddress } from './app-address';
import { securityHeaders } from './content-security-policy';

/** Must be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/**
 * Serves the built window under `app://otelier/`.
 * @param root absolute folder of the built window
 */
export function serveApp(session: Session, root: string): void {
  session.protocol.handle(appScheme, async ({ method, url }) => {
    const resolved = resolveAppAddress(root, method, url);
    if ('status' in resolved) return refuse(resolved.status);
    try {
      const body = await readFile(resolved.file);
      const headers = { ...securityHeaders, 'content-type': mediaTypeOf(resolved.file) };
      return new Response(body, { status: 200, headers });
    } catch {
      return refuse(404);
    }
  });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { ...securityHeaders } });
}
