import type { Experiment } from '@domain/annotations/experiment';

import { useEngineQuery } from '../../lib/engine-queries';

/** By name; undefined until they are known. */
export type Projects = readonly Experiment[] | undefined;

/** All projects. How many traces each has is as of when it was last asked for. */
export function useProjects(): Projects {
  return useEngineQuery('experiments.list', {}).data;
}

/** What a project is called; '' while it is not known. */
export function projectName(projects: Projects, id: number): string {
  return projects?.find((project) => project.id === id)?.name ?? '';
}
