import { create } from 'zustand';

import { tracesRoute, type Route } from '@domain/route';

/** The trace list as it was last looked at, so that leaving a trace leads back to it. */
export const useListRouteStore = create<{ readonly route: Route }>(() => ({ route: tracesRoute }));
