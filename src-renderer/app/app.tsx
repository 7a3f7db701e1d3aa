import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import type { EngineClient } from '../lib/engine-client';
import { EngineProvider } from '../lib/engine-queries';
import { BaselineNotices } from '../features/baseline';
import { Toaster } from '../ui/toast';
import { TooltipProvider } from '../ui/tooltip';
import { useAppCommands } from './app-commands';
import { CommandPalette } from './command-palette';
import { DropOverlay } from './drop-overlay';
import { ErrorBoundary } from './error-boundary';
import { useFirstView } from './first-view';
import { Frame } from './frame';
import { Outlet } from './outlet';
import { ShortcutSheet } from './shortcut-sheet';

export interface AppProps {
  readonly engine: EngineClient;
  readonly cache: QueryClient;
}

/** The whole window. */
export function App({ engine, cache }: AppProps): ReactNode {
  return (
    <ErrorBoundary>
      <QueryClientProvider client={cache}>
        <EngineProvider value={engine}>
          <TooltipProvider>
            <Window />
          </TooltipProvider>
        </EngineProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

type OpenDialog = 'palette' | 'sheet' | null;

function Window(): ReactNode {
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const close = () => setDialog(null);
  useAppCommands({
    openPalette: () => setDialog('palette'),
    openSheet: () => setDialog('sheet'),
  });
  const ready = useFirstView();
  return (
    <>
      <Frame onOpenPalette={() => setDialog('palette')}>{ready && <Outlet />}</Frame>
      <DropOverlay />
      <CommandPalette open={dialog === 'palette'} onClose={close} />
      <ShortcutSheet open={dialog === 'sheet'} onClose={close} />
      <BaselineNotices />
      <Toaster />
    </>
  );
}
