/** Lines of the list of projects. */
import type { Experiment } from '@domain/annotations/experiment';

/** More are found by typing. */
const MAX_PROJECTS = 200;

export type PickerRow =
  | { readonly kind: 'all' }
  | { readonly kind: 'project'; readonly project: Experiment }
  /** Makes a project; '' where its name is still to be asked for. */
  | { readonly kind: 'create'; readonly name: string };

export interface PickerRows {
  readonly rows: readonly PickerRow[];
  /** Projects that match and are left out. */
  readonly more: number;
}

/** What stands for all of them, and is found by typing as any of them is. */
export const ALL_PROJECTS = 'All projects';

/**
 * Those whose name contains the text, those that begin with it first, and last the way to make
 * one: Enter takes what is there before it makes anything.
 */
export function pickerRows(
  projects: readonly Experiment[],
  text: string,
  withAll: boolean,
): PickerRows {
  const name = text.trim();
  const wanted = name.toLowerCase();
  const placeOf = ({ name: of }: { readonly name: string }): number =>
    of.toLowerCase().indexOf(wanted);
  const ordered = [
    ...projects.filter((project) => placeOf(project) === 0),
    ...projects.filter((project) => placeOf(project) > 0),
  ];
  const ofAll = withAll ? placeOf({ name: ALL_PROJECTS }) : -1;
  const all = [{ kind: 'all' as const }];
  const isExact = projects.some((project) => project.name.toLowerCase() === wanted);
  const isTaken =
    projects.some((project) => project.name === name) || wanted === ALL_PROJECTS.toLowerCase();
  return {
    rows: [
      ...(ofAll === 0 && !isExact ? all : []),
      ...ordered.slice(0, MAX_PROJECTS).map((project) => ({ kind: 'project' as const, project })),
      ...(ofAll > 0 || (ofAll === 0 && isExact) ? all : []),
      ...(isTaken ? [] : [{ kind: 'create' as const, name }]),
    ],
    more: Math.max(0, ordered.length - MAX_PROJECTS),
  };
}

/** The line that is chosen now; the first where none is. */
export function rowOf(rows: readonly PickerRow[], current: number | null): number {
  const at = rows.findIndex((row) =>
    row.kind === 'project' ? row.project.id === current : row.kind === 'all' && current === null,
  );
  return Math.max(0, at);
}
