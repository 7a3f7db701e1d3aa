import type { ReactNode } from 'react';

import {
  CheckIcon,
  ErrorSolidIcon,
  RunningIcon,
  StalledIcon,
  UnsetIcon,
  WarningIcon,
  type Icon,
} from './icons';
import styles from './status-glyph.module.css';

export type GlyphStatus = 'ok' | 'error' | 'warn' | 'running' | 'stalled' | 'unset';

const icons: Readonly<Record<GlyphStatus, Icon>> = {
  ok: CheckIcon,
  error: ErrorSolidIcon,
  warn: WarningIcon,
  running: RunningIcon,
  stalled: StalledIcon,
  unset: UnsetIcon,
};

const words: Readonly<Record<GlyphStatus, string>> = {
  ok: 'OK',
  error: 'Error',
  warn: 'Warning',
  running: 'Running',
  stalled: 'Not complete',
  unset: 'Unset',
};

export interface StatusGlyphProps {
  readonly status: GlyphStatus;
  /** Side in px; 14 unless told. */
  readonly size?: number;
  /** Another word than the usual one, e.g. `Waiting`. */
  readonly label?: string;
  /** Where the word already stands beside it. */
  readonly decorative?: boolean;
}

/** A state as shape first, colour second, and a word for assistive technology. */
export function StatusGlyph({
  status,
  size = 14,
  label,
  decorative = false,
}: StatusGlyphProps): ReactNode {
  const Drawing = icons[status];
  const name = decorative
    ? {}
    : { 'aria-hidden': undefined, role: 'img', 'aria-label': label ?? words[status] };
  return <Drawing size={size} className={`${styles.glyph} ${styles[status]}`} {...name} />;
}
