import { useEffect, type RefObject } from 'react';

import type { TracesRoute } from '@domain/route';

import { navigate } from '../../lib/router';
import { useSettings } from '../../stores/settings';
import { keepProject, useProjects, type Projects } from '../projects';
import { initialList, useListStore } from './list-store';
import type { TraceListHandle } from './trace-list';

/**
 * Keeps to the project that the route asks for: it is the one to begin with from now on, its list
 * begins at the top with nothing ticked, and one that is gone gives way to all.
 */
export function useListProject(
  route: TracesRoute,
  list: RefObject<TraceListHandle | null>,
): Projects {
  const projects = useProjects();
  const { project } = route;
  const kept = useSettings()?.project;
  useEffect(() => {
    if (kept !== undefined && kept !== project) keepProject(project);
    // What was chosen elsewhere comes by the route.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [project, kept === undefined]);
  useEffect(() => {
    const { project: before } = useListStore.getState();
    if (before === project) return;
    const { ticks, cursor, scrollTop } = initialList;
    useListStore.setState(
      before === undefined ? { project } : { project, ticks, cursor, scrollTop },
    );
    if (before !== undefined) list.current?.scrollToTop();
  }, [project, list]);
  const isGone =
    project !== null && projects !== undefined && projects.every(({ id }) => id !== project);
  useEffect(() => {
    if (isGone) navigate({ ...route, project: null }, { replace: true });
  }, [isGone, route]);
  return projects;
}
