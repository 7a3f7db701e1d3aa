import { useEffect, useRef, useState, type ReactNode } from 'react';

import type { CallError } from '@contract/errors';

import { useImportActions } from '../lib/import-files';
import { shell } from '../lib/shell';
import { FileIcon, ImportIcon } from '../ui/icons';
import { showToast } from '../ui/toast';
import styles from './drop-overlay.module.css';

/** Lets files and folders be dropped anywhere on the window, and says so while they hover. */
export function DropOverlay(): ReactNode {
  const { importPaths } = useImportActions();
  const [items, setItems] = useState<number | null>(null);
  // Elements that were entered and not left: the overlay itself fires such events too.
  const depth = useRef(0);

  useEffect(() => {
    const leave = () => {
      depth.current = 0;
      setItems(null);
    };
    const onEnter = (event: DragEvent) => {
      const transfer = event.dataTransfer;
      if (transfer === null || !transfer.types.includes('Files')) return;
      event.preventDefault();
      depth.current += 1;
      setItems(transfer.items.length);
    };
    const onOver = (event: DragEvent) => {
      // Without this the window would open the dropped file.
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    };
    const onLeave = () => {
      depth.current -= 1;
      if (depth.current <= 0) leave();
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      leave();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      const paths = shell().pathsOf(files);
      if (paths.length === 0) {
        showToast({
          status: 'warn',
          message: 'This has no path on this machine. Save it as a file, then drop the file.',
        });
        return;
      }
      importPaths(paths).catch((error: CallError) =>
        showToast({ status: 'error', message: error.message }),
      );
    };
    const listeners = { dragenter: onEnter, dragover: onOver, dragleave: onLeave, drop: onDrop };
    const entries = Object.entries(listeners) as [string, EventListener][];
    for (const [name, listener] of entries) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of entries) window.removeEventListener(name, listener);
    };
  }, [importPaths]);

  if (items === null) return null;
  return (
    <div className={styles.overlay} role="region" aria-label="Drop files to import">
      <div className={styles.zone}>
        <div className={styles.cards}>
          <span className={styles.card}>
            <FileIcon size={20} />
          </span>
          <span className={styles.card}>
            <FileIcon size={20} />
          </span>
          <span className={styles.card}>
            <ImportIcon size={20} />
          </span>
        </div>
        <h2>{items > 1 ? `Drop to import ${items} items` : 'Drop to import'}</h2>
        <p>
          OTLP as JSON, JSON Lines or protobuf, and MLflow’s trace JSON. Packed with gzip or zstd is
          fine. Folders too.
        </p>
        <p className="small">
          Nothing is uploaded. Spans already in the database are not added twice.
        </p>
      </div>
    </div>
  );
}
