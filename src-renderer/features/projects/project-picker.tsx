import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';

import type { ContractError } from '@contract/errors';
import { DEFAULT_EXPERIMENT_ID, type Experiment } from '@domain/annotations/experiment';
import { formatCount } from '@domain/format';

import { useEngineQuery } from '../../lib/engine-queries';
import { PlusIcon, SearchIcon } from '../../ui/icons';
import { CommandKey, Kbd } from '../../ui/kbd';
import { undoLast, useLastDone } from '../../ui/undo';
import { NameField } from './name-field';
import { ALL_PROJECTS, pickerRows, rowOf, type PickerRow } from './picker-rows';
import { ProjectRow } from './project-row';
import styles from './project-picker.module.css';
import { useProjectActions } from './use-project-actions';

/** Between two counts of the traces, while they are shown. */
const COUNT_GAP_MS = 2000;
const NAME_LENGTH = 500;

export interface ProjectPickerProps {
  readonly label: string;
  /** The one that is chosen now; null for all, undefined for none. */
  readonly current: number | null | undefined;
  /** Offers all projects as a choice, and to rename and delete them. */
  readonly isSwitcher: boolean;
  readonly onChoose: (project: Experiment | null) => void;
  readonly ref?: Ref<HTMLInputElement>;
}

type Editing = { readonly id: number } | 'new' | null;

/** Projects to choose from by typing, arrows and Enter, and to be made, renamed and deleted. */
export function ProjectPicker(props: ProjectPickerProps): ReactNode {
  const { label, current, isSwitcher, onChoose, ref } = props;
  const listId = useId();
  const actions = useProjectActions();
  const { data, error } = useEngineQuery(
    'experiments.list',
    {},
    { refetchIntervalMs: COUNT_GAP_MS },
  );
  const [text, setText] = useState('');
  /** Null until it is moved: then it is the one that is chosen. */
  const [active, setActive] = useState<number | null>(null);
  const [editing, setEditing] = useState<Editing>(null);
  const [problem, setProblem] = useState('');
  /** A project was deleted here, and nothing was typed since. */
  const [hasDeleted, setDeleted] = useState(false);
  const lastDeletion = useLastDone();
  const picker = useRef<HTMLDivElement>(null);

  const projects = data ?? [];
  const { rows, more } = pickerRows(projects, text, isSwitcher);
  const start = text === '' && current !== undefined ? rowOf(rows, current) : 0;
  const at = Math.min(active ?? start, rows.length - 1);
  const isKnown = data !== undefined;
  useEffect(() => {
    if (isKnown) document.getElementById(rowId(listId, at))?.scrollIntoView({ block: 'nearest' });
  }, [at, listId, isKnown]);

  const backToField = (): void => {
    setEditing(null);
    setProblem('');
    picker.current?.querySelector<HTMLInputElement>('[role=combobox]')?.focus();
  };
  const remove = (project: Experiment): void => {
    if (project.id === DEFAULT_EXPERIMENT_ID) return;
    actions.remove(project);
    // What found it would now make another of its name.
    setText('');
    setActive(null);
    setDeleted(true);
    backToField();
  };
  const undo = (): void => {
    if (undoLast()) setDeleted(false);
    backToField();
  };
  /** From anywhere in the switcher; what was typed into a field is the field's own to undo. */
  const onUndoKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    const isUndo = event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!isSwitcher || !isUndo || text !== '' || editing !== null || lastDeletion === null) return;
    undo();
    event.preventDefault();
    event.stopPropagation();
  };
  const fail = (cause: ContractError): void => setProblem(cause.message);
  const create = (name: string): void => {
    actions.create(name).then(onChoose, fail);
  };
  const choose = (row: PickerRow | undefined): void => {
    if (row === undefined) return;
    setProblem('');
    if (row.kind === 'all') onChoose(null);
    else if (row.kind === 'project') onChoose(row.project);
    else if (row.name === '') setEditing('new');
    else create(row.name);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const last = rows.length - 1;
    const row = rows[at];
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    };
    const next = targets[event.key];
    if (next !== undefined) setActive(next);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(row);
    else if (event.key === 'F2' && isSwitcher && row?.kind === 'project') {
      setEditing({ id: row.project.id });
    } else if (event.key === 'Delete' && isSwitcher && isAtEnd(event.currentTarget)) {
      if (row?.kind !== 'project') return;
      remove(row.project);
    } else if (event.key === 'Escape' && text !== '') {
      setText('');
      setActive(null);
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };

  return (
    // The key is meant for all that is in it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={picker} className={styles.picker} onKeyDown={onUndoKey}>
      <div className={styles.head}>
        <SearchIcon size={14} className="t3" />
        <input
          ref={ref}
          className={styles.input}
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-haspopup="grid"
          aria-controls={listId}
          aria-activedescendant={isKnown ? rowId(listId, at) : undefined}
          aria-autocomplete="list"
          placeholder="Find or create a project"
          autoComplete="off"
          spellCheck={false}
          maxLength={NAME_LENGTH}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
            setProblem('');
            setDeleted(false);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={listId} role="grid" aria-label="Projects" className={styles.list}>
        {isKnown &&
          rows.map((row, index) => {
            const common = {
              id: rowId(listId, index),
              isActive: index === at,
              onPoint: () => setActive(index),
              onChoose: () => choose(row),
            };
            if (row.kind === 'create') {
              return editing === 'new' ? (
                <NameField
                  key="new"
                  label="Name of the new project"
                  name=""
                  problem={problem}
                  onSave={create}
                  onCancel={backToField}
                />
              ) : (
                <ProjectRow
                  key="create"
                  {...common}
                  icon={PlusIcon}
                  name={row.name === '' ? 'New project…' : `Create “${row.name}”`}
                />
              );
            }
            if (row.kind === 'all') {
              return (
                <ProjectRow
                  key="all"
                  {...common}
                  name={ALL_PROJECTS}
                  traceCount={projects.reduce((sum, { traceCount }) => sum + traceCount, 0)}
                  isCurrent={current === null}
                />
              );
            }
            const { project } = row;
            return editing !== null && editing !== 'new' && editing.id === project.id ? (
              <NameField
                key={project.id}
                label={`New name of project ${project.name}`}
                name={project.name}
                problem={problem}
                onSave={(name) => {
                  if (name === project.name) backToField();
                  else actions.rename(project, name).then(backToField, fail);
                }}
                onCancel={backToField}
              />
            ) : (
              <ProjectRow
                key={project.id}
                {...common}
                name={project.name}
                find={text}
                traceCount={project.traceCount}
                isCurrent={project.id === current}
                {...(isSwitcher
                  ? {
                      project,
                      onRename: () => setEditing({ id: project.id }),
                      onDelete: () => remove(project),
                    }
                  : {})}
              />
            );
          })}
      </div>
      {more > 0 && <p className={styles.note}>{formatCount(more)} more. Type to find them.</p>}
      {error !== null && (
        <p role="alert" className={styles.problem}>
          {error.message}
        </p>
      )}
      {problem !== '' && editing === null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {hasDeleted && lastDeletion !== null && (
        <p className={styles.deleted}>
          <span className="grow">{lastDeletion}</span>
          <button type="button" className={styles.undo} onClick={undo}>
            Undo <CommandKey id="list.undo" />
          </button>
        </p>
      )}
      <div className={styles.foot}>
        <span>
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> choose
        </span>
        <span>
          <Kbd>↵</Kbd> {isSwitcher ? 'show' : 'move'}
        </span>
        {isSwitcher && (
          <>
            <span>
              <Kbd>F2</Kbd> rename
            </span>
            <span>
              <Kbd>Del</Kbd> delete
            </span>
          </>
        )}
      </div>
    </div>
  );
}

/** Where the key would take no letter away. */
function isAtEnd({ selectionStart, value }: HTMLInputElement): boolean {
  return selectionStart === value.length;
}

function rowId(listId: string, index: number): string {
  return `${listId}-${index}`;
}
