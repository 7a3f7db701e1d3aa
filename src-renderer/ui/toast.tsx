import { useEffect, type ReactNode } from 'react';
import { create } from 'zustand';

import { CloseIcon } from './icons';
import { StatusGlyph, type GlyphStatus } from './status-glyph';
import styles from './toast.module.css';

export interface ToastOptions {
  readonly message: string;
  readonly status?: GlyphStatus;
  /** One thing to do about it, e.g. Undo; the toast goes when it is pressed. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Stays until closed: for what must not be missed. */
  readonly sticky?: boolean;
}

interface ShownToast extends ToastOptions {
  readonly id: number;
}

const SHOWN_MS = 6000;
const MAX_SHOWN = 3;

const useToastStore = create<{ readonly toasts: readonly ShownToast[] }>(() => ({ toasts: [] }));
let nextId = 1;

/** Says what happened, bottom right and above bars there, for six seconds. Returns how to take it back earlier. */
export function showToast(options: ToastOptions): () => void {
  const id = nextId++;
  useToastStore.setState(({ toasts }) => ({
    toasts: [...toasts, { ...options, id }].slice(-MAX_SHOWN),
  }));
  return () => dismiss(id);
}

function dismiss(id: number): void {
  useToastStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Where toasts show; once, at the app's root. */
export function Toaster(): ReactNode {
  const toasts = useToastStore((store) => store.toasts);
  useEffect(() => () => useToastStore.setState({ toasts: [] }), []);
  return (
    <section className={styles.region} aria-label="Messages" aria-live="polite">
      {toasts.map((toast) => (
        <Toast key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function Toast({ toast }: { readonly toast: ShownToast }): ReactNode {
  const { id, sticky } = toast;
  useEffect(() => {
    if (sticky === true) return undefined;
    const timer = setTimeout(() => dismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, sticky]);
  return (
    <div className={styles.toast} role={toast.status === 'error' ? 'alert' : undefined}>
      {toast.status !== undefined && <StatusGlyph status={toast.status} />}
      <span className={styles.message}>{toast.message}</span>
      {toast.action !== undefined && (
        <button
          type="button"
          className={styles.action}
          onClick={() => {
            dismiss(id);
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </button>
      )}
      <button type="button" aria-label="Close" className={styles.close} onClick={() => dismiss(id)}>
        <CloseIcon size={12} />
      </button>
    </div>
  );
}
