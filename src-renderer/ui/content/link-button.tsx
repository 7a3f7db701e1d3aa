import type { ReactNode } from 'react';

import { shell } from '../../lib/shell';
import styles from './link-button.module.css';

/** Longer addresses are not opened. */
const MAX_CHARS = 8000;

/** A web address as the system opens it; null for any other (reference S12). */
export function webAddress(text: string): string | null {
  if (text.length > MAX_CHARS) return null;
  try {
    const { protocol, href } = new URL(text);
    return protocol === 'http:' || protocol === 'https:' ? href : null;
  } catch {
    return null;
  }
}

export interface LinkButtonProps {
  readonly url: string;
  readonly children: ReactNode;
}

/** Leads out of the app, after the shell has asked; text where the address is no web address. */
export function LinkButton({ url, children }: LinkButtonProps): ReactNode {
  const address = webAddress(url);
  if (address === null) return <span title={url}>{children}</span>;
  return (
    <button
      type="button"
      title={address}
      className={styles.link}
      onClick={() => void shell().invoke('link.open', { url: address })}
    >
      {children}
    </button>
  );
}
