import { create } from 'zustand';

import type { Assessment } from '@domain/annotations/assessment';

import { draftOf, emptyDraft, type FeedbackDraft } from './draft';

interface DraftStore {
  /** By the trace or session that they are written at. */
  readonly drafts: Readonly<Record<string, FeedbackDraft>>;
  /** Null until the reader chose: then it depends on the room there is. */
  readonly isOpen: boolean | null;
  /** Open until what is being written is saved or dropped. */
  readonly isAsked: boolean;
  /** The form is to take the focus as soon as it is drawn. */
  readonly wantsFocus: boolean;
}

/** Feedback that is being written; outlives the view, so that looking elsewhere loses nothing. */
export const useDraftStore = create<DraftStore>(() => ({
  drafts: {},
  isOpen: null,
  isAsked: false,
  wantsFocus: false,
}));

export function setDraft(place: string, draft: FeedbackDraft): void {
  useDraftStore.setState(({ drafts }) => ({ drafts: { ...drafts, [place]: draft } }));
}

export function useDraft(place: string): FeedbackDraft {
  return useDraftStore(({ drafts }) => drafts[place] ?? emptyDraft);
}

/** Opens the form and puts the cursor into it. */
export function askForForm(): void {
  useDraftStore.setState({ isAsked: true, wantsFocus: true });
}

/** Fills the form with what is to be replaced. */
export function startEdit(place: string, assessment: Assessment): void {
  setDraft(place, draftOf(assessment));
  askForForm();
}
