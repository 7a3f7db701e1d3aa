import { useEffect, useMemo, useRef, type CSSProperties, type ReactNode } from 'react';

import type { GroupsRoute } from '@domain/route';

import { takeLostFocus } from '../../lib/focus-field';
import { useCommands } from '../../lib/keyboard';
import { Splitter } from '../../ui/splitter';
import { usePanelWidth } from '../../ui/use-panel-width';
import { useGroupPreferences } from './group-preferences';
import styles from './groups-page.module.css';
import { FigureStrip } from './header/figure-strip';
import type { GroupsModel } from './model/groups-model';
import { NoteLine } from './note-line';
import { StepPanel } from './panel/step-panel';
import { StepTable, type StepTableHandle } from './table/step-table';
import { useStepSelection } from './use-step-selection';

export interface ComparisonProps {
  readonly route: GroupsRoute;
  readonly model: GroupsModel;
}

/** Two sets that both have runs: their figures, every step, and one of them in full. */
export function Comparison({ route, model }: ComparisonProps): ReactNode {
  const { table, findings } = model;
  const isTree = route.order === 'steps';
  const rows = useMemo(
    () => (isTree ? Array.from({ length: table.count }, (_, row) => row) : findings.ranking),
    [isTree, table, findings],
  );
  const { row: chosen, select } = useStepSelection(route, model);
  const selected = chosen === -1 ? (findings.ranking[0] ?? -1) : chosen;
  const cursor = rows.indexOf(selected);
  const isPanelOpen = useGroupPreferences((preferences) => preferences.isPanelOpen);
  const grid = useRef<StepTableHandle>(null);
  const panelBox = useRef<HTMLDivElement>(null);
  const panel = usePanelWidth('pairPanelWidth');

  const moveTo = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row !== undefined) select(row);
  };
  useEffect(() => {
    if (cursor >= 0) grid.current?.scrollTo(cursor);
  }, [cursor]);
  useEffect(() => takeLostFocus(() => grid.current?.focus()), []);
  const setOpen = (isOpen: boolean): void => useGroupPreferences.setState({ isPanelOpen: isOpen });
  const close = (): void => {
    setOpen(false);
    grid.current?.focus();
  };
  const page = (): number => grid.current?.pageRows() ?? 1;
  useCommands({
    'row.next': () => moveTo(cursor + 1),
    'row.previous': () => moveTo(cursor - 1),
    'row.nextPage': () => moveTo(cursor + page()),
    'row.previousPage': () => moveTo(cursor - page()),
    'row.first': () => moveTo(0),
    'row.last': () => moveTo(rows.length - 1),
    'compare.first': () => select(findings.ranking[0] ?? -1),
    'row.tick': () => setOpen(!isPanelOpen),
    'row.open': () => {
      setOpen(true);
      // The panel may have to be drawn first.
      requestAnimationFrame(() =>
        panelBox.current?.querySelector<HTMLElement>('aside a[href]')?.focus(),
      );
    },
    escape: () => {
      if (!isPanelOpen) return false;
      close();
      return true;
    },
  });
  const layout = { '--panel': `${panel.value}px` } as CSSProperties;
  return (
    <>
      <FigureStrip header={model.header} />
      <NoteLine model={model} />
      <div className={styles.split} style={layout}>
        <StepTable
          ref={grid}
          model={model}
          rows={rows}
          cursor={cursor}
          isTree={isTree}
          onPress={(row) => {
            select(row);
            setOpen(true);
            grid.current?.focus();
          }}
        />
        {isPanelOpen && selected >= 0 && (
          <div ref={panelBox} className={styles.panel}>
            <Splitter label="Width of the step" panel="after" {...panel} />
            <StepPanel model={model} row={selected} onClose={close} />
          </div>
        )}
      </div>
    </>
  );
}
