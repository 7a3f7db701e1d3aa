/** Enum value names; JSON should carry numbers, but some senders write names (J2). */
import type { EnumName } from './schema';

const severities = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((level) => [
  level,
  `${level}2`,
  `${level}3`,
  `${level}4`,
]);

const names: Record<EnumName, ReadonlyMap<string, number>> = {
  SpanKind: numbered('SPAN_KIND_', [
    'UNSPECIFIED',
    'INTERNAL',
    'SERVER',
    'CLIENT',
    'PRODUCER',
    'CONSUMER',
  ]),
  StatusCode: numbered('STATUS_CODE_', ['UNSET', 'OK', 'ERROR']),
  SeverityNumber: numbered('SEVERITY_NUMBER_', ['UNSPECIFIED', ...severities]),
  DeprecatedStatusCode: numbered('DEPRECATED_STATUS_CODE_', [
    'OK',
    'CANCELLED',
    'UNKNOWN_ERROR',
    'INVALID_ARGUMENT',
    'DEADLINE_EXCEEDED',
    'NOT_FOUND',
    'ALREADY_EXISTS',
    'PERMISSION_DENIED',
    'RESOURCE_EXHAUSTED',
    'FAILED_PRECONDITION',
    'ABORTED',
    'OUT_OF_RANGE',
    'UNIMPLEMENTED',
    'INTERNAL_ERROR',
    'UNAVAILABLE',
    'DATA_LOSS',
    'UNAUTHENTICATED',
  ]),
};

/** The number of an enum value's full name, or undefined for a name this version does not know. */
export function enumNumber(enumName: EnumName, valueName: string): number | undefined {
  return names[enumName].get(valueName);
}

function numbered(prefix: string, values: readonly string[]): ReadonlyMap<string, number> {
  return new Map(values.map((value, number) => [prefix + value, number]));
}
