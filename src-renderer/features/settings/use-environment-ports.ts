import { useEffect, useState } from 'react';

import type { EnvironmentPorts } from '@contract/shell-api';

import { shell } from '../../lib/shell';

const none: EnvironmentPorts = { httpPort: null, grpcPort: null };

/** The ports that variables of the environment set; a port chosen since comes before them. */
export function useEnvironmentPorts(): EnvironmentPorts {
  const [ports, setPorts] = useState(none);
  useEffect(() => {
    let isWanted = true;
    const read = (): void => {
      void shell()
        .invoke('ports.ofEnvironment', {})
        .then((found) => {
          if (isWanted) setPorts(found ?? none);
        });
    };
    read();
    const stop = shell().on('settingsChanged', read);
    return () => {
      isWanted = false;
      stop();
    };
  }, []);
  return ports;
}
