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

/** Those whose name contains the text, those that begin with it first, and the way to make one. */
export function pickerRows(
  projects: readonly Experiment[],
  text: string,
  withAll: boolean,
): PickerRows {
  const name = text.trim();
  const wanted = name.toLowerCase();
  const placeOf = (project: Experiment): number => project.name.toLowerCase().indexOf(wanted);
  const ordered = [
    ...projects.filter((project) => placeOf(project) === 0),
    ...projects.filter((project) => placeOf(project) > 0),
  ];
  const isTaken = projects.some((project) => project.name === name);
  return {
    rows: [
      ...(withAll && wanted === '' ? [{ kind: 'all' as const }] : []),
      ...ordered.slice(0, MAX_PROJECTS).map((project) => ({ kind: 'project' as const, project })),
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
