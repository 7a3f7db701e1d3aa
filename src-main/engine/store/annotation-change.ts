/** What may be changed beside the spans of a trace, one at a time, with what each gives. */
import type { Assessment, AssessmentPatch, NewAssessment } from '@domain/annotations/assessment';
import type { ProjectName } from '@contract/import';
import type { TraceInfo } from '@domain/annotations/trace-info';
import type { TraceTag } from '@domain/annotations/trace-tag';
import type { TraceId } from '@domain/units';

/** By type: what is given, and what comes of it. All may fail with a `ContractError`. */
export interface AnnotationChanges {
  /**
   * What a sender told of a trace as a whole, in place of what it told before; tags and
   * assessments are added, and replace those of the same key or id. The trace need not be there.
   */
  traceInfo: {
    readonly params: {
      readonly info: TraceInfo;
      readonly tags: readonly TraceTag[];
      readonly assessments: readonly NewAssessment[];
      /** The file that tells it: a project that is made for its id has this in its name. */
      readonly fileName?: string;
    };
    /** The project that the trace is of now. */
    readonly result: ProjectName;
  };
  /** `not_found` where there is no such trace. */
  setTags: {
    readonly params: { readonly traceId: TraceId; readonly tags: readonly TraceTag[] };
    readonly result: null;
  };
  /** `not_found` where the trace, or a tag of this key, is not there. */
  removeTag: {
    readonly params: { readonly traceId: TraceId; readonly key: string };
    readonly result: null;
  };
  /**
   * `not_found` where the trace or the one that it overrides is not there; `conflict` where the id
   * is taken.
   */
  addAssessment: { readonly params: NewAssessment; readonly result: Assessment };
  /**
   * Adds one of a trace that need not be there yet, or puts it in place of the one of the same id;
   * `conflict` where that is of another trace, or a span tells it.
   */
  putAssessment: { readonly params: NewAssessment; readonly result: Assessment };
  /** `not_found`; `conflict` for the value or name of one that a span tells. */
  updateAssessment: {
    readonly params: {
      readonly traceId: TraceId;
      readonly id: string;
      readonly patch: AssessmentPatch;
    };
    readonly result: Assessment;
  };
  /**
   * Gives the one that was deleted, null where there was none; what it overrode holds again.
   * `conflict` for one that a span tells: it would come back.
   */
  deleteAssessment: {
    /** Of this trace alone, where one is given. */
    readonly params: { readonly id: string; readonly traceId: TraceId | null };
    readonly result: Assessment | null;
  };
  /** `conflict` where the name is taken. */
  createExperiment: { readonly params: { readonly name: string }; readonly result: number };
  /** `not_found`, `conflict`. */
  renameExperiment: {
    readonly params: { readonly id: number; readonly name: string };
    readonly result: null;
  };
  setExperimentTag: {
    readonly params: { readonly id: number; readonly tag: TraceTag };
    readonly result: null;
  };
  /** Without the traces that were deleted with it. `not_found`. */
  restoreExperiment: { readonly params: { readonly id: number }; readonly result: null };
}

export type AnnotationType = keyof AnnotationChanges;

export type AnnotationChange = {
  [Type in AnnotationType]: {
    readonly type: Type;
    readonly params: AnnotationChanges[Type]['params'];
  };
}[AnnotationType];
