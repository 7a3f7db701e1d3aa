import type { ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import type { MetadataEntry, ModelCall } from '@domain/facets/span-facets';
import { formatCount, formatDurationNs, formatOffsetNs } from '@domain/format';
import type { JsonValue } from '@domain/messages';
import { SpanFlag } from '@domain/span-table';
import type { SpanIndex } from '@domain/units';

import { isRunning, type TraceModel } from '../model/trace-model';
import { durationText } from '../waterfall/describe-span';
import { Fact } from './fact';
import styles from './span-facts.module.css';

const NS_PER_S = 1e9;
/** What is streamed in less time has no speed worth telling. */
const MIN_STREAM_NS = 1e6;

export interface ModelFactsProps {
  readonly model: TraceModel;
  readonly span: SpanIndex;
  readonly view: SpanView;
  readonly call: ModelCall;
}

/** The figures of a model call. */
export function ModelFacts({ model, span, view, call }: ModelFactsProps): ReactNode {
  const { table } = model;
  const flags = table.flags[span] ?? 0;
  const hasStart = (flags & SpanFlag.zeroStart) === 0;
  const durationNs = isRunning(flags) ? Number.NaN : (table.durationsNs[span] ?? Number.NaN);
  const speed = tokensPerSecond(view, durationNs);
  const { timeToFirstTokenNs } = call;
  return (
    <dl className={styles.facts}>
      <Fact name="Duration" value={hasStart ? durationText(table, span) : '—'} isStrong />
      <Fact
        name="Started"
        value={hasStart ? formatOffsetNs(table.startNs[span] ?? 0) : 'no start sent'}
      />
      <Fact
        name="First token"
        value={timeToFirstTokenNs === null ? '—' : formatDurationNs(timeToFirstTokenNs)}
        field="model.timeToFirstTokenNs"
      />
      <Fact
        name="Speed"
        value={speed === null ? '—' : `${formatCount(speed)}\u00a0tok/s`}
        title="Output tokens a second, from the first token on where it is known"
      />
      <Fact name="Provider" value={call.provider ?? '—'} field="model.provider" />
      <ParameterFact name="Temperature" call={call} keys={temperatureKeys} />
      <ParameterFact name="Max tokens" call={call} keys={maxTokenKeys} />
      <Fact
        name="Finish"
        value={call.finishReasons.join(', ') || '—'}
        field="model.finishReasons"
      />
    </dl>
  );
}

const temperatureKeys: ReadonlySet<string> = new Set(['temperature']);
const maxTokenKeys: ReadonlySet<string> = new Set([
  'maxtokens',
  'maxoutputtokens',
  'maxcompletiontokens',
  'maxnewtokens',
  'maxtokenstosample',
  'numpredict',
]);

interface ParameterFactProps {
  readonly name: string;
  readonly call: ModelCall;
  readonly keys: ReadonlySet<string>;
}

function ParameterFact({ name, call, keys }: ParameterFactProps): ReactNode {
  const entry = parameterOf(call.parameters, keys);
  return (
    <Fact
      name={name}
      value={entry === undefined ? '—' : valueText(entry.value)}
      field={entry === undefined ? '' : `model.parameters.${entry.key}`}
    />
  );
}

/** The parameter with one of the names, however the sender writes them. */
function parameterOf(
  parameters: readonly MetadataEntry[],
  keys: ReadonlySet<string>,
): MetadataEntry | undefined {
  return parameters.find(({ key }) => {
    const last = key.slice(key.lastIndexOf('.') + 1);
    return keys.has(last.toLowerCase().replace(/[_-]/g, ''));
  });
}

function valueText(value: JsonValue): string {
  if (typeof value === 'number')
    return Number.isInteger(value) ? formatCount(value) : String(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Output tokens a second; null where tokens or time are not known. */
function tokensPerSecond({ facets }: SpanView, durationNs: number): number | null {
  const output = facets.usage?.output ?? null;
  const streamNs = durationNs - (facets.model?.timeToFirstTokenNs ?? 0);
  if (output === null || output === 0 || !(streamNs >= MIN_STREAM_NS)) return null;
  const speed = (output * NS_PER_S) / streamNs;
  return speed >= 1 ? Math.round(speed) : null;
}
