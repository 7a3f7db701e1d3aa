import type { Session } from 'electron';

import { appScheme } from './app-address';
import { developmentPolicy } from './content-security-policy';

/**
 * Takes everything from the window's session that the app does not need: permissions,
 * devices, downloads, the spell checker, and the network altogether.
 * @param devServerUrl the one address that may be loaded from, in development; else null
 */
export function secureSession(session: Session, devServerUrl: string | null): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());

  const devOrigin = devServerUrl === null ? null : new URL(devServerUrl).origin;
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !mayLoad(details.url, devOrigin) });
  });
  if (devOrigin === null) return;
  session.webRequest.onHeadersReceived({ urls: [`${devOrigin}/*`] }, (details, decide) => {
    const policy = [developmentPolicy(devOrigin)];
    decide({ responseHeaders: { ...details.responseHeaders, 'content-security-policy': policy } });
  });
}

const localSchemes = new Set([`${appScheme}:`, 'devtools:', 'data:', 'blob:']);

function mayLoad(address: string, devOrigin: string | null): boolean {
  const { protocol, origin } = new URL(address);
  if (localSchemes.has(protocol)) return true;
  return devOrigin !== null && origin.replace(/^ws/, 'http') === devOrigin;
}
