import { useEffect, useRef, type ReactNode } from 'react';
import { create } from 'zustand';

import type { SessionDetail } from '@contract/facets';
import { formatCount, formatDurationNs, formatShortCount } from '@domain/format';
import { traceRoute } from '@domain/route';

import { useEngine, useEngineQuery } from '../../lib/engine-queries';
import { useCommands } from '../../lib/keyboard';
import { navigate } from '../../lib/router';
import { takeLostFocus } from '../../lib/focus-field';
import { Button } from '../../ui/button';
import { pressThumb } from '../../ui/feedback/assessment-actions';
import { askForForm } from '../../ui/feedback/form/draft-store';
import { useSessionAssessments } from '../../ui/feedback/use-assessments';
import { SpeechIcon } from '../../ui/icons';
import { CommandKey } from '../../ui/kbd';
import { undoLast } from '../../ui/undo';
import { BarChart, type ChartBar } from './bar-chart';
import { useChosenTurn } from './chosen-turn';
import { ContextChart } from './context-chart';
import { medianOf } from './model/chart-scale';
import { tokensOf } from './model/session-figures';
import { SessionFeedback } from './session-feedback';
import { SessionHeader } from './session-header';
import styles from './session-view.module.css';
import { TurnList, type TurnListHandle } from './turn-list';

/** Whether feedback is beside the session; holds from session to session. */
const useFeedbackOpen = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

/** Turns that the charts show; the newest ones. */
const CHART_TURNS = 60;

export interface SessionViewProps {
  readonly session: SessionDetail;
  /** Of which alone it is shown; null for all. */
  readonly project: number | null;
  /** Whether the arrows are for the turns rather than for the list of sessions. */
  readonly hasArrows: () => boolean;
}

/** One conversation: its figures, how turns compare, and the turns themselves. */
export function SessionView({ session, project, hasArrows }: SessionViewProps): ReactNode {
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
    { sessionId: session.sessionId, experiment: project },
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
  const feedback = useSessionAssessments(session.sessionId);
  const isFeedbackOpen = useFeedbackOpen((store) => store.isOpen);
  const closeFeedback = (): void => {
    useFeedbackOpen.setState({ isOpen: false });
    list.current?.focus();
  };
  const client = useEngine();
  const thumb = (isUp: boolean): boolean => {
    const turn = turns[current];
    if (turn === undefined) return false;
    const target = { traceId: turn.traceId, spanId: null };
    void pressThumb(client, [target], isUp, `turn ${firstNumber + current}`);
    return true;
  };
  useCommands({
    'feedback.add': () => {
      useFeedbackOpen.setState({ isOpen: true });
      askForForm();
    },
    'list.undo': undoLast,
    'feedback.thumbUp': () => thumb(true),
    'feedback.thumbDown': () => thumb(false),
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
    <>
      <section className={styles.view} aria-label={`Session ${session.sessionId}`}>
        <SessionHeader
          session={session}
          actions={
            <Button
              icon={SpeechIcon}
              pressed={isFeedbackOpen}
              onClick={() => useFeedbackOpen.setState({ isOpen: !isFeedbackOpen })}
            >
              Feedback {feedback.count > 0 && formatCount(feedback.count)}
            </Button>
          }
        />
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
            <CommandKey id="feedback.add" /> feedback on the session
          </span>
          <span>
            <CommandKey id="feedback.thumbUp" /> <CommandKey id="feedback.thumbDown" /> thumbs for
            the turn
          </span>
          <span>
            <CommandKey id="row.open" /> open trace
          </span>
        </footer>
      </section>
      {isFeedbackOpen && (
        <SessionFeedback
          session={session}
          source={feedback}
          onLeave={() => list.current?.focus()}
          onClose={closeFeedback}
        />
      )}
    </>
  );
}
