import { useState, type ReactNode } from 'react';

import type { ContractError } from '@contract/errors';
import type { ImportJob } from '@contract/import';
import type { TraceRow } from '@contract/traces';
import { formatCount } from '@domain/format';
import { compareRoute, type CompareRoute } from '@domain/route';
import type { TraceId } from '@domain/units';

import { useEngine, useEngineQuery } from '../../../lib/engine-queries';
import { useTakeImports } from '../../../lib/import-files';
import { useCommands } from '../../../lib/keyboard';
import { currentLocation, navigate } from '../../../lib/router';
import { Button } from '../../../ui/button';
import { CompareKind } from '../../../ui/compare-kind';
import { CommandKey } from '../../../ui/kbd';
import { titleOfTrace } from '../../../ui/trace-title';
import { SideTile } from '../header/side-tile';
import styles from './choose.module.css';
import { TracePicker } from './trace-picker';

/** Of more than two imported traces none is taken, so that few need to be read. */
const MAX_ROWS = 10;

/** Which two traces are compared: found by name, or dropped as files. */
export function ChoosePage({ route }: { readonly route: CompareRoute }): ReactNode {
  const { a, b } = route;
  const [imported, setImported] = useState('');
  const choose = (chosenA: TraceId | null, chosenB: TraceId | null): void =>
    navigate(compareRoute(chosenA, chosenB), { replace: true });
  const client = useEngine();
  const take = async (end: Promise<ImportJob>): Promise<void> => {
    setImported('Importing…');
    try {
      const job = await end;
      const keys = [...new Set(job.files.flatMap(({ traceKeys }) => traceKeys))];
      const rows = await client.call('traces.rows', { keys: keys.slice(0, MAX_ROWS) });
      setImported(importWords(job, keys.length, rows));
      // The reader may have chosen or gone elsewhere meanwhile.
      const { route: now } = currentLocation();
      if (now.view !== 'compare' || (now.a !== null && now.b !== null)) return;
      const places = keys.length > rows.length ? null : placesFor(rows, now.a, now.b);
      if (places !== null) choose(...places);
    } catch (error) {
      setImported((error as ContractError).message);
    }
  };
  useTakeImports((end) => void take(end));
  useCommands({ 'compare.swap': () => choose(b, a) });
  return (
    <section className={styles.page} aria-label="Compare">
      <div className={styles.kind}>
        <CompareKind value="runs" />
      </div>
      <div className={styles.intro}>
        <h1>Compare two runs</h1>
        <p>
          Choose a run for A and one for B. Otelier pairs their steps, tells where they part ways
          first, and why. Or drop files here: what is in them is imported and taken.
        </p>
        <p className="t3">
          In the list, tick two traces and press <CommandKey id="compare.open" />. In a trace, the
          same key compares it with another, <CommandKey id="compare.previousRun" /> with the run of
          the same root before it.
        </p>
        {imported !== '' && <p role="status">{imported}</p>}
      </div>
      <div className={styles.sides}>
        <Side
          side="a"
          chosen={a}
          other={b}
          hasFocus={a === null}
          onChoose={(id) => choose(id, b)}
        />
        <Side
          side="b"
          chosen={b}
          other={a}
          hasFocus={a !== null}
          onChoose={(id) => choose(a, id)}
        />
      </div>
    </section>
  );
}

interface SideProps {
  readonly side: 'a' | 'b';
  readonly chosen: TraceId | null;
  readonly other: TraceId | null;
  readonly hasFocus: boolean;
  readonly onChoose: (traceId: TraceId | null) => void;
}

function Side({ side, chosen, other, hasFocus, onChoose }: SideProps): ReactNode {
  return (
    <section className={styles.side} aria-label={`Run ${side.toUpperCase()}`}>
      <header className={styles.head}>
        <SideTile side={side} />
        {chosen === null ? (
          <h2>{side === 'a' ? 'The run to compare with' : 'The run to look at'}</h2>
        ) : (
          <Chosen traceId={chosen} onChange={() => onChoose(null)} />
        )}
      </header>
      {chosen === null && (
        <TracePicker side={side} without={other} hasFocus={hasFocus} onChoose={onChoose} />
      )}
    </section>
  );
}

interface ChosenProps {
  readonly traceId: TraceId;
  readonly onChange: () => void;
}

function Chosen({ traceId, onChange }: ChosenProps): ReactNode {
  const { data } = useEngineQuery('traces.search', { text: traceId, limit: 1 });
  const name = data?.[0]?.name ?? '';
  return (
    <>
      <h2 className="grow ellipsis">{name === '' ? 'Trace' : name}</h2>
      <span className="mono t3 small">{traceId.slice(0, 8)}</span>
      <Button size="small" onClick={onChange}>
        Change
      </Button>
    </>
  );
}

/** Where imported traces go where that is plain: as many as there are sides without one. */
function placesFor(
  rows: readonly TraceRow[],
  a: TraceId | null,
  b: TraceId | null,
): readonly [TraceId | null, TraceId | null] | null {
  const ids = rows
    .toSorted((x, y) => (x.startNs < y.startNs ? -1 : 1))
    .map(({ traceId }) => traceId)
    .filter((traceId) => traceId !== a && traceId !== b);
  const free = [a, b].filter((side) => side === null).length;
  if (ids.length === 0 || ids.length > free) return null;
  const first = a ?? ids.shift() ?? null;
  return [first, b ?? ids.shift() ?? null];
}

function importWords({ files }: ImportJob, count: number, [first]: readonly TraceRow[]): string {
  const failed = files.filter(({ state }) => state === 'failed');
  const [failure] = failed;
  const problem = failure === undefined ? '' : `${failure.name}: ${failure.message}`;
  const more = failed.length > 1 ? ` (and ${failed.length - 1} more files)` : '';
  if (count === 0) {
    return problem === '' ? 'There is no trace in what was dropped.' : `${problem}${more}`;
  }
  const what =
    count === 1 && first !== undefined
      ? `${titleOfTrace(first)} was imported.`
      : `${formatCount(count)} traces were imported. Find those to compare by name, service or id.`;
  return problem === '' ? what : `${what} ${problem}${more}`;
}
