import { useCallback, useEffect, useSyncExternalStore } from 'react';

import type { TraceRow } from '@contract/traces';

import type { EngineClient } from '../../lib/engine-client';
import { useEngine } from '../../lib/engine-queries';
import { useSettings } from '../../stores/settings';
import type { Standing } from './model/standing';
import { StandingReader } from './model/standing-reader';

const readers = new WeakMap<EngineClient, StandingReader>();

/** One for the window, kept true by the engine's events. */
function readerOf(client: EngineClient): StandingReader {
  const kept = readers.get(client);
  if (kept !== undefined) return kept;
  const reader = new StandingReader((params, signal) =>
    client.call('diff.verdicts', params, signal),
  );
  client.on('traces.changed', ({ keys }) => reader.changed(keys));
  client.on('traces.facetsChanged', ({ keys }) => reader.changed(keys));
  client.onResync(() => reader.changed(null));
  readers.set(client, reader);
  return reader;
}

/** The reader of standings, which knows the baselines of the settings. */
export function useStandingReader(): StandingReader {
  const reader = readerOf(useEngine());
  const settings = useSettings();
  useEffect(() => {
    if (settings !== null) reader.configure(settings.baselines, settings.chosenPairs);
  }, [reader, settings]);
  return reader;
}

/**
 * Where runs stand against their baselines, read for those that are shown.
 * @param runs that are shown; another list each time they may have changed
 */
export function useStandings(runs: readonly TraceRow[]): (run: TraceRow) => Standing | null {
  const reader = useStandingReader();
  useSyncExternalStore(reader.subscribe, reader.version);
  useEffect(() => reader.want('list', runs), [reader, runs]);
  useEffect(() => () => reader.want('list', []), [reader]);
  return useCallback((run) => reader.standingOf(run), [reader]);
}
