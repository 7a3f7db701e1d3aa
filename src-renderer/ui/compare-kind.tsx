import type { ReactNode } from 'react';

import { compareRoute, groupsRoute } from '@domain/route';

import { navigate } from '../lib/router';
import { Segmented } from './segmented';

/** Whether two runs are compared, or two sets of them. */
export function CompareKind({ value }: { readonly value: 'runs' | 'groups' }): ReactNode {
  return (
    <Segmented
      label="What to compare"
      size="small"
      value={value}
      onChange={(kind) => navigate(kind === 'runs' ? compareRoute(null, null) : groupsRoute())}
      options={[
        { value: 'runs', label: 'Two runs' },
        { value: 'groups', label: 'Groups' },
      ]}
    />
  );
}
