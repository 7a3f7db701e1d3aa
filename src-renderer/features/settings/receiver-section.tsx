import type { ReactNode } from 'react';

import type { CallError } from '@contract/errors';
import type { Settings } from '@contract/settings';
import type { EnvironmentPort } from '@contract/shell-api';

import {
  addressOf,
  listenerLabels,
  listenerTone,
  listenerWord,
  portOf,
  type ListenerName,
} from '../../lib/endpoints';
import { useReceiverStatus } from '../../lib/engine-queries';
import { saveSettings } from '../../stores/settings';
import { Segmented } from '../../ui/segmented';
import { StateDot } from '../../ui/state-dot';
import { showToast } from '../../ui/toast';
import { NameList } from './name-list';
import { PortField } from './port-field';
import { parseHost, parseOrigin } from './receiver-names';
import styles from './receiver-section.module.css';
import { Row, Section } from './section';
import { useEnvironmentPorts } from './use-environment-ports';

const MIB = 1024 * 1024;
const bodySizes = [16, 64, 256, 1024].map((size) => size * MIB);

/** Ports and limits of the OTLP receiver. */
export function ReceiverSection({ settings }: { readonly settings: Settings }): ReactNode {
  const { maxBodyBytes } = settings;
  const ruling = useEnvironmentPorts();
  const sizes = bodySizes.includes(maxBodyBytes) ? bodySizes : [maxBodyBytes, ...bodySizes];
  return (
    <Section id="receiver" title="Receiver">
      <table className={styles.ports}>
        <thead>
          <tr>
            <th scope="col">
              <span className="srOnly">Listener</span>
            </th>
            <th scope="col">Port</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          <ListenerRow
            name="http"
            port={settings.httpPort}
            ruling={ruling.httpPort}
            taken={ruling.grpcPort?.port ?? settings.grpcPort}
            onSave={(httpPort) => save({ httpPort })}
          />
          <ListenerRow
            name="grpc"
            port={settings.grpcPort}
            ruling={ruling.grpcPort}
            taken={ruling.httpPort?.port ?? settings.httpPort}
            onSave={(grpcPort) => save({ grpcPort })}
          />
        </tbody>
      </table>
      <Row title="Largest request" hint="before and after unpacking; bigger ones get 413">
        <Segmented
          label="Largest request"
          size="small"
          options={sizes.map((size) => ({ value: String(size), label: sizeLabel(size) }))}
          value={String(maxBodyBytes)}
          onChange={(size) => save({ maxBodyBytes: Number(size) })}
        />
      </Row>
      <Row
        title="MLflow and Langfuse APIs"
        hint="their SDKs log, tag, rate and search traces here, on the HTTP port; web pages cannot"
      >
        <Segmented
          label="MLflow and Langfuse APIs"
          size="small"
          options={[
            { value: 'on', label: 'On' },
            { value: 'off', label: 'Off' },
          ]}
          value={settings.mlflowApi ? 'on' : 'off'}
          onChange={(state) => save({ mlflowApi: state === 'on' })}
        />
      </Row>
      <NameList
        title="Allowed origins"
        hint="web pages that may send, beside those of this machine (CORS)"
        placeholder="https://app.example.com"
        names={settings.allowedOrigins}
        parse={parseOrigin}
        onSave={(allowedOrigins) => save({ allowedOrigins })}
      />
      <NameList
        title="Allowed hosts"
        hint="names this machine is called by, beside localhost"
        placeholder="host.docker.internal"
        names={settings.allowedHosts}
        parse={parseHost}
        onSave={(allowedHosts) => save({ allowedHosts })}
      />
    </Section>
  );
}

interface ListenerRowProps {
  readonly name: ListenerName;
  readonly port: number;
  /** What holds in its place. */
  readonly ruling: EnvironmentPort | null;
  readonly taken: number;
  readonly onSave: (port: number) => void;
}

function ListenerRow({ name, port, ruling, taken, onSave }: ListenerRowProps): ReactNode {
  const status = useReceiverStatus();
  const state = status?.[name];
  const inForce = ruling?.port ?? port;
  const elsewhere = state?.state === 'listening' && portOf(name, state) !== inForce;
  return (
    <tr>
      <th scope="row">{listenerLabels[name]}</th>
      <td>
        <PortField
          label={`${listenerLabels[name]} port`}
          value={inForce}
          variable={ruling?.variable ?? null}
          chosen={port}
          taken={taken}
          onSave={onSave}
        />
      </td>
      <td>
        <span className={styles.state} role="status">
          <StateDot tone={listenerTone(state)} />
          {listenerWord(state)}
          {elsewhere && <span className="mono t3">{addressOf(name, state)}</span>}
        </span>
      </td>
    </tr>
  );
}

function sizeLabel(bytes: number): string {
  const mib = bytes / MIB;
  return mib >= 1024 ? `${mib / 1024} GiB` : `${Math.round(mib * 10) / 10} MiB`;
}

function save(changes: Partial<Settings>): void {
  saveSettings(changes).catch((error: CallError) =>
    showToast({ status: 'error', message: error.message }),
  );
}
