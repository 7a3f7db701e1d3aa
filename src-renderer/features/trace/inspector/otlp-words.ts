/** Words for OTLP's numbers. */
import type { StatusCode } from '@domain/otlp/model';

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

/** Name of a SpanKind; a number this version does not know is shown as such. */
export function kindName(kind: number): string {
  return kinds[kind] ?? `kind ${kind}`;
}

export function statusName(code: StatusCode): string {
  return code === 2 ? 'error' : code === 1 ? 'ok' : 'unset';
}

const severities = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Severity = (typeof severities)[number];

/** The range of a SeverityNumber (1 to 24, four a range); null where none was given. */
export function severityOf(severityNumber: number): Severity | null {
  return severities[Math.floor((severityNumber - 1) / 4)] ?? null;
}

/** Severity as the sender wrote it, else by its number; `—` where neither was given. */
export function severityText(severityNumber: number, text: string): string {
  if (text !== '') return text;
  const severity = severityOf(severityNumber);
  if (severity === null) return '—';
  const step = (severityNumber - 1) % 4;
  return severity.toUpperCase() + (step === 0 ? '' : String(step + 1));
}

const transports = {
  'http/protobuf': 'HTTP, protobuf',
  'http/json': 'HTTP, JSON',
  grpc: 'gRPC',
  import: 'Import',
} as const;

export function transportName(transport: keyof typeof transports): string {
  return transports[transport];
}

/** W3C trace flags and the bits OTLP adds, e.g. `sampled, remote parent`; '' for none. */
export function flagWords(flags: number): string {
  const words: string[] = [];
  if (flags & 0x01) words.push('sampled');
  if (flags & 0x02) words.push('random id');
  if (flags & 0x100) words.push(flags & 0x200 ? 'remote parent' : 'local parent');
  return words.join(', ');
}
