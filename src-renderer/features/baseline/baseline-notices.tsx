import { useEffect } from 'react';

import type { TraceRow } from '@contract/traces';
import {
  compareRoute,
  newestFirst,
  tracesRoute,
  type CompareRoute,
  type Route,
} from '@domain/route';
import type { TraceId } from '@domain/units';

import { useEngine } from '../../lib/engine-queries';
import { currentLocation, navigate } from '../../lib/router';
import { currentSettings } from '../../stores/settings';
import { showToast } from '../../ui/toast';
import { titleOfTrace } from '../../ui/trace-title';
import { withoutMarks } from '../../ui/with-names';
import { DivergenceWatch, type DivergedRun } from './model/divergence-watch';
import { useStandingReader } from './use-standings';

/** Rows that are looked through where many traces changed. */
const NEWEST_ROWS = 100;
/** Runs that part within this time are told together. */
const TOGETHER_MS = 6000;

/** Says when a live run parts from its baseline, wherever the reader is; draws nothing itself. */
export function BaselineNotices(): null {
  const client = useEngine();
  const standings = useStandingReader();
  useEffect(() => {
    const watch = new DivergenceWatch({
      standings,
      loadRows: async (keys, signal) => {
        if (keys !== null) return client.call('traces.rows', { keys: [...keys] }, signal);
        const newest = { text: '', sort: { ...newestFirst }, offset: 0, limit: NEWEST_ROWS };
        return (
          await client.call(
            'traces.window',
            { ...newest, snapshot: null, experiment: null },
            signal,
          )
        ).rows;
      },
      onDiverged: tellOfRuns(),
    });
    const stops = [
      client.on('traces.changed', ({ keys }) => watch.changed(keys)),
      client.on('traces.facetsChanged', ({ keys }) => watch.changed(keys)),
      client.onResync(() => watch.changed(null)),
    ];
    return () => {
      for (const stop of stops) stop();
      watch.dispose();
    };
  }, [client, standings]);
  return null;
}

/** One message at a time, of all that parted lately. */
function tellOfRuns(): (runs: readonly DivergedRun[]) => void {
  let told: readonly DivergedRun[] = [];
  let hide = (): void => undefined;
  let untilMs = 0;
  return (runs) => {
    const news = runs.filter((run) => !isOnScreen(run));
    if (news.length === 0) return;
    const isTogether = performance.now() < untilMs;
    if (isTogether) hide();
    told = isTogether ? [...told, ...news] : news;
    untilMs = performance.now() + TOGETHER_MS;
    // Who went to look at these is told of the next ones alone.
    const goTo = (route: Route): void => {
      untilMs = 0;
      navigate(route);
    };
    hide =
      told.length === 1 && told[0] !== undefined ? tellOne(told[0], goTo) : tellMany(told, goTo);
  };
}

type GoTo = (route: Route) => void;

function tellOne({ run, baseline, headline }: DivergedRun, goTo: GoTo): () => void {
  const route: CompareRoute = {
    ...compareRoute(baseline, run.traceId),
    row: { side: headline.side, spanId: headline.spanId },
  };
  return showToast({
    status: 'warn',
    message: `${nameOf(run, baseline)} parted from its baseline. ${withoutMarks(headline.text)}`,
    action: { label: 'Compare', run: () => goTo(route) },
  });
}

/** Of a run whose root has not come yet: the baseline's name, which is that of the root. */
function nameOf(run: TraceRow, baseline: TraceId): string {
  if (run.rootName !== null) return titleOfTrace(run);
  const pinned = currentSettings()?.baselines.find(({ traceId }) => traceId === baseline);
  return pinned?.rootName ?? titleOfTrace(run);
}

function tellMany(runs: readonly DivergedRun[], goTo: GoTo): () => void {
  const roots = new Set(runs.map(({ run }) => run.rootName));
  const [root] = roots;
  // Of one root they are found by its name.
  const text = roots.size === 1 ? (root ?? '') : '';
  return showToast({
    status: 'warn',
    message: `${runs.length} runs parted from their baseline.`,
    action: {
      label: 'Show',
      run: () => goTo({ ...tracesRoute, text }),
    },
  });
}

function isOnScreen({ run, baseline }: DivergedRun): boolean {
  const { route } = currentLocation();
  return route.view === 'compare' && route.a === baseline && route.b === run.traceId;
}
