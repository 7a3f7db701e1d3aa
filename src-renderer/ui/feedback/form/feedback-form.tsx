import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

import type { MethodParams } from '@contract/methods';

import { useEngine } from '../../../lib/engine-queries';
import { useCommands } from '../../../lib/keyboard';
import { Button } from '../../button';
import { classNames } from '../../class-names';
import { CommandKey } from '../../kbd';
import { Segmented } from '../../segmented';
import { TextField } from '../../text-field';
import {
  emptyDraft,
  hasRationale,
  isWritten,
  parseDraft,
  type DraftProblems,
  type DraftTarget,
  type FeedbackDraft,
} from './draft';
import { setDraft, useDraft, useDraftStore } from './draft-store';
import { Field } from './field';
import styles from './feedback-form.module.css';
import { NameField } from './name-field';
import { sourceHints, SourceFields } from './source-fields';
import { TextArea } from './text-area';
import { keepClearOfToasts } from '../../toast-room';
import { tellUndoable } from '../../undo';
import { ValueFields } from './value-fields';

export type AboutParams = Pick<MethodParams<'assessments.add'>, 'traceId' | 'spanId' | 'sessionId'>;

export interface FormTarget {
  readonly value: DraftTarget;
  readonly label: ReactNode;
  readonly about: AboutParams;
}

export interface FeedbackFormProps {
  /** Stands at its top. */
  readonly title: ReactNode;
  /** What drafts are kept by: a trace or session. */
  readonly place: string;
  /** What it may be about, at least one. */
  readonly targets: readonly FormTarget[];
  /** What it is about while the reader has not chosen. */
  readonly selected: DraftTarget;
  /** The form is done with: the focus goes elsewhere. */
  readonly onLeave: () => void;
  /** Id of what was saved. */
  readonly onSaved: (id: string) => void;
}

/** Feedback, an expectation or a note to be written, or one to be put in the place of another. */
export function FeedbackForm(props: FeedbackFormProps): ReactNode {
  const { title, place, targets, selected, onLeave, onSaved } = props;
  const draft = useDraft(place);
  const client = useEngine();
  const form = useRef<HTMLFormElement>(null);
  const firstField = useFirstField(draft);
  const [problems, setProblems] = useState<DraftProblems>({});
  const [failure, setFailure] = useState('');
  const [isSaving, setSaving] = useState(false);
  /** Known at once, where the state is known with the next render. */
  const saving = useRef(false);
  const target = targets.find(({ value }) => value === (draft.target ?? selected)) ?? targets[0];

  const change = (changes: Partial<FeedbackDraft>): void => {
    const next = { ...draft, ...changes };
    // What was begun for one span is not said of another that is only looked at.
    const pinned = isWritten(next) ? (next.target ?? target?.value ?? null) : next.target;
    setDraft(place, { ...next, target: pinned });
    setProblems({});
    setFailure('');
  };
  const cancel = (): void => {
    if (isWritten(draft) && draft.edited === null) {
      const restore = (): void => setDraft(place, draft);
      tellUndoable({ message: 'What was written is dropped.', undo: restore });
    }
    setDraft(place, emptyDraft);
    setProblems({});
    setFailure('');
    onLeave();
  };
  const save = async (): Promise<void> => {
    const result = parseDraft(draft);
    if ('problems' in result) {
      setProblems(result.problems);
      return;
    }
    if (target === undefined || saving.current) return;
    saving.current = true;
    setSaving(true);
    try {
      const added = await client.call('assessments.add', { ...result.parsed, ...target.about });
      setDraft(place, emptyDraft);
      onSaved(added.id);
      onLeave();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      saving.current = false;
      setSaving(false);
    }
  };
  const hasFocus = (): boolean => form.current?.contains(document.activeElement) ?? false;
  useCommands({
    'feedback.save': () => {
      if (!hasFocus()) return false;
      void save();
      return true;
    },
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    cancel();
  };
  useProblemFocus(form, problems);

  const isNew = draft.edited === null;
  return (
    // The form only hears the Escape of its fields.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      ref={form}
      // A press beside a field stays within the form, where its keys are heard.
      tabIndex={-1}
      aria-label={isNew ? 'Add feedback' : 'Edit feedback'}
      className={styles.form}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className={styles.head}>
        {title}
        {isNew && targets.length > 1 && (
          <Segmented
            size="small"
            label="About"
            options={targets}
            value={target?.value ?? selected}
            onChange={(next) => change({ target: next })}
          />
        )}
      </div>
      <div className={styles.fields}>
        <SourceFields draft={draft} onChange={change} />
        <div className={styles.row}>
          {draft.kind !== 'note' && (
            <Field label="Name" problem={problems.name} isWide>
              {(control) => (
                <NameField
                  {...control}
                  ref={firstField.name}
                  kind={draft.kind === 'note' ? 'feedback' : draft.kind}
                  value={draft.name}
                  onChange={(name) => change({ name })}
                />
              )}
            </Field>
          )}
          <Field label="By" problem={problems.sourceId} isWide>
            {(control) => (
              <TextField
                {...control}
                value={draft.sourceId}
                placeholder={sourceHints[draft.sourceType]}
                onChange={(sourceId) => change({ sourceId })}
              />
            )}
          </Field>
        </div>
        {draft.kind === 'note' ? (
          <Field label="Note" problem={problems.value}>
            {(control) => (
              <TextArea
                {...control}
                ref={firstField.note}
                rows={4}
                value={draft.text}
                onChange={(text) => change({ text })}
              />
            )}
          </Field>
        ) : (
          <ValueFields draft={draft} problem={problems.value} onChange={change} />
        )}
        {hasRationale(draft.kind) && (
          <Field label="Rationale, optional" problem={problems.rationale}>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                value={draft.rationale}
                onChange={(rationale) => change({ rationale })}
              />
            )}
          </Field>
        )}
        <details
          className={styles.more}
          open={problems.metadata !== undefined || draft.metadata !== '' || undefined}
        >
          <summary>Metadata, optional</summary>
          <Field label="A line for each key=value" problem={problems.metadata}>
            {(control) => (
              <TextArea
                {...control}
                label="Metadata"
                isCode
                rows={2}
                placeholder="reviewed_in=sprint-12"
                value={draft.metadata}
                onChange={(metadata) => change({ metadata })}
              />
            )}
          </Field>
        </details>
      </div>
      <div ref={keepClearOfToasts} className={styles.foot}>
        {failure === '' ? (
          <span className={styles.hint}>
            {isNew ? 'Kept with the trace.' : 'The one before stays as its history.'}
          </span>
        ) : (
          <span role="alert" className={classNames(styles.hint, styles.failure)}>
            {failure}
          </span>
        )}
        <Button onClick={cancel}>
          Cancel <CommandKey id="escape" />
        </Button>
        <Button type="submit" variant="primary" busy={isSaving}>
          {isNew ? saveWords[draft.kind] : 'Save change'} <CommandKey id="feedback.save" />
        </Button>
      </div>
    </form>
  );
}

const saveWords: Readonly<Record<FeedbackDraft['kind'], string>> = {
  feedback: 'Save feedback',
  expectation: 'Save expectation',
  issue: 'Save issue',
  note: 'Save note',
};

/** The field that typing begins in; it takes the focus when that was asked for. */
function useFirstField({ kind }: FeedbackDraft) {
  const name = useRef<HTMLInputElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const wantsFocus = useDraftStore((store) => store.wantsFocus);
  useEffect(() => {
    if (!wantsFocus) return;
    useDraftStore.setState({ wantsFocus: false });
    const field = kind === 'note' ? note.current : name.current;
    field?.focus();
    field?.scrollIntoView({ block: 'nearest' });
  }, [wantsFocus, kind]);
  return { name, note };
}

/** Puts the cursor where something is wrong. */
function useProblemFocus(
  form: React.RefObject<HTMLFormElement | null>,
  problems: DraftProblems,
): void {
  useEffect(() => {
    if (Object.keys(problems).length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [form, problems]);
}
