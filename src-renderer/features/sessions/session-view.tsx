import { useEffect, useRef, type ReactNode } from 'react';

import type { SessionDetail } from '@contract/facets';
import { formatCount, formatDurationNs, formatShortCount } from '@domain/format';
import { traceRoute } from '@domain/route';

import { useEngineQuery } from '../../lib/engine-queries';
import { useCommands } from '../../lib/keyboard';
import { navigate } from '../../lib/router';
import { takeLostFocus } from '../../lib/focus-field';
import { CommandKey } from '../../ui/kbd';
import { BarChart, type ChartBar } from './bar-chart';
import { useChosenTurn } from './chosen-turn';
import { ContextChart } from './context-chart';
import { medianOf } from './model/chart-scale';
import { tokensOf } from './model/session-figures';
import { SessionHeader } from './session-header';
import styles from './session-view.module.css';
import { TurnList, type TurnListHandle } from './turn-list';

/** Turns that the charts show; the newest ones. */
const CHART_TURNS = 60;

export interface SessionViewProps {
  readonly session: SessionDetail;
  /** Whether the arrows are for the turns rather than for the list of sessions. */
  readonly hasArrows: () => boolean;
}

/** One conversation: its figures, how turns compare, and the turns themselves. */
export function SessionView({ session, hasArrows }: SessionViewProps): ReactNode {
  const { turns, turnCount } = session;
  const firstNumber = turnCount - turns.length + 1;
  const list = useRef<TurnListHandle>(null);
  const chosenKey = useChosenTurn((state) =>
    state.sessionId === session.sessionId ? state.key : null,
  );
  const chosen = turns.findIndex(({ key }) => key === chosenKey);
  // Without a choice the newest one, also when another one arrives.
  const current = chosen < 0 ? turns.length - 1 : chosen;
  const { data: context } = useEngineQuery(
    'sessions.context',
    { sessionId: session.sessionId },
    { keepPrevious: true },
  );

  useEffect(() => takeLostFocus(() => list.current?.focus()), []);
  const go = (index: number): void => {
    const turn = turns[Math.max(0, Math.min(turns.length - 1, index))];
    if (turn !== undefined) useChosenTurn.setState({ sessionId: session.sessionId, key: turn.key });
  };
  /** From a chart: keys that follow are for the turns. */
  const leap = (index: number): void => {
    go(index);
    list.current?.focus();
  };
  const step = (by: number): boolean => {
    if (!hasArrows()) return false;
    go(current + by);
    return true;
  };
  const open = (index: number): boolean => {
    const turn = turns[index];
    if (turn === undefined) return false;
    navigate(traceRoute(turn.traceId));
    return true;
  };
  useCommands({
    'row.next': () => step(1),
    'row.previous': () => step(-1),
    'row.first': () => go(0),
    'row.last': () => go(turns.length - 1),
    'row.open': () => open(current),
  });

  const from = Math.max(0, turns.length - CHART_TURNS);
  const bars = (
    valueOf: (index: number) => number,
    format: (value: number) => string,
  ): ChartBar[] =>
    turns.slice(from).map((turn, at) => {
      const index = from + at;
      const value = valueOf(index);
      return {
        key: turn.key,
        value,
        title: `Turn ${firstNumber + index}: ${format(value)}${turn.status === 'error' ? ', failed' : ''}`,
        isError: turn.status === 'error',
        isCurrent: index === current,
      };
    });
  const durations = bars((index) => turns[index]?.durationNs ?? Number.NaN, formatDurationNs);
  const tokens = bars((index) => {
    const turn = turns[index];
    return turn === undefined ? Number.NaN : tokensOf(turn);
  }, formatShortCount);
  const shownOf = from === 0 ? '' : `last ${CHART_TURNS} turns, `;
  return (
    <section className={styles.view} aria-label={`Session ${session.sessionId}`}>
      <SessionHeader session={session} />
      <div className={styles.charts}>
        <BarChart
          title="Latency by turn"
          note={`${shownOf}median ${formatDurationNs(medianOf(durations.map(({ value }) => value)))}`}
          bars={durations}
          format={formatDurationNs}
          onPress={(index) => leap(from + index)}
        />
        <BarChart
          title="Tokens by turn"
          note={`${shownOf}median ${formatShortCount(medianOf(tokens.map(({ value }) => value)))}`}
          bars={tokens}
          format={formatShortCount}
          onPress={(index) => leap(from + index)}
        />
      </div>
      {context !== undefined && context.length > 0 && (
        <ContextChart
          points={context}
          currentTurn={firstNumber + current}
          onPress={(turn) => leap(turn - firstNumber)}
        />
      )}
      {firstNumber > 1 && (
        <p className={styles.note}>
          The newest {formatCount(turns.length)} of {formatCount(turnCount)} turns are shown.
        </p>
      )}
      <TurnList
        ref={list}
        turns={turns}
        firstNumber={firstNumber}
        turnCount={turnCount}
        current={current}
        showsService={session.services.length > 1}
        onCurrent={go}
        onOpen={open}
      />
      <footer className={styles.legend}>
        <span>
          Grouped by <span className="mono">gen_ai.conversation.id</span> or{' '}
          <span className="mono">session.id</span>
        </span>
        <span className="push">
          <CommandKey id="row.open" /> open trace
        </span>
      </footer>
    </section>
  );
}
