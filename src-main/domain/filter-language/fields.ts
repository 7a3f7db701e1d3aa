/** Names of fields, and what may be asked of each. Source: mlflow.md §3. */
import type {
  Dialect,
  FilterField,
  Operator,
  SpanField,
  TraceNumberField,
  TraceTextField,
} from './ast';
import type { NamePart } from './tokens';

export type FieldType =
  | 'text'
  | 'number'
  | 'keyed'
  | 'assessment'
  | 'spanText'
  | 'spanAttribute'
  | 'fullText'
  | 'prompt'
  | 'issue';

export interface ResolvedField {
  readonly field: FilterField;
  readonly type: FieldType;
}

/** Why a name is no field: nothing of that kind, or nothing of that name within the kind. */
export interface UnknownField {
  readonly unknown: 'entity' | 'key';
  readonly name: string;
  readonly valid: readonly string[];
}

const equality = ['=', '!='] as const;
const patterns = ['LIKE', 'ILIKE', 'RLIKE'] as const;
const lists = ['IN', 'NOT IN'] as const;
const nulls = ['IS NULL', 'IS NOT NULL'] as const;
const order = ['<', '<=', '>', '>='] as const;

const operators: Record<Dialect, Record<FieldType, readonly Operator[]>> = {
  mlflow: {
    text: [...equality, ...patterns, ...lists],
    number: [...equality, ...order],
    keyed: [...equality, ...patterns, ...nulls],
    assessment: [...equality, ...order, ...patterns, ...nulls],
    spanText: [...equality, ...patterns, ...lists],
    spanAttribute: [...equality, ...patterns, ...lists],
    fullText: ['LIKE', 'ILIKE'],
    prompt: ['='],
    issue: ['='],
  },
  app: {
    text: [...equality, ...patterns, ...lists, ...nulls],
    number: [...equality, ...order, ...nulls],
    keyed: [...equality, ...patterns, ...lists, ...nulls],
    assessment: [...equality, ...order, ...patterns, ...lists, ...nulls],
    spanText: [...equality, ...patterns, ...lists],
    spanAttribute: [...equality, ...order, ...patterns, ...lists, ...nulls],
    fullText: ['LIKE', 'ILIKE'],
    prompt: ['='],
    issue: [...equality, ...patterns, ...lists],
  },
};

/** Operators that a field of this type takes. */
export function operatorsOf(type: FieldType, dialect: Dialect): readonly Operator[] {
  return operators[dialect][type];
}

const text = (name: TraceTextField): ResolvedField => ({
  field: { of: 'trace', name },
  type: 'text',
});
const count = (name: TraceNumberField): ResolvedField => ({
  field: { of: 'trace', name },
  type: 'number',
});

const traceFields: ReadonlyMap<string, ResolvedField> = new Map<string, ResolvedField>([
  ['status', text('status')],
  ['timestamp_ms', count('timestamp_ms')],
  ['timestamp', count('timestamp_ms')],
  ['execution_time_ms', count('execution_time_ms')],
  ['execution_time', count('execution_time_ms')],
  ['end_time_ms', count('end_time_ms')],
  ['end_time', count('end_time_ms')],
  ['request_id', text('request_id')],
  ['client_request_id', text('client_request_id')],
  ['name', { field: { of: 'trace', name: 'name' }, type: 'keyed' }],
  ['run_id', { field: { of: 'metadata', key: 'mlflow.sourceRun' }, type: 'keyed' }],
  ['prompt', { field: { of: 'prompt' }, type: 'prompt' }],
  ['text', { field: { of: 'text' }, type: 'fullText' }],
]);

const appFields: ReadonlyMap<string, ResolvedField> = new Map<string, ResolvedField>([
  ...traceFields,
  ['state', text('status')],
  ['trace_id', text('trace_id')],
  ['duration_ms', count('execution_time_ms')],
  ['duration', count('execution_time_ms')],
  ['service', text('service')],
  ['session', text('session')],
  ['user', text('user')],
  ['model', text('model')],
  ['agent', text('agent')],
  ['experiment', text('experiment')],
  ['project', text('experiment')],
  ['tokens', count('tokens')],
  ['cost', count('cost')],
  ['errors', count('errors')],
  ['spans', count('spans')],
  ['model_calls', count('model_calls')],
  ['tool_calls', count('tool_calls')],
]);

const spanFields: ReadonlyMap<string, SpanField> = new Map([
  ['name', 'name'],
  ['type', 'type'],
  ['status', 'status'],
  ['content', 'content'],
]);

const keyedEntities: ReadonlyMap<string, 'tag' | 'metadata' | 'feedback' | 'expectation'> = new Map(
  [
    ['tag', 'tag'],
    ['tags', 'tag'],
    ['metadata', 'metadata'],
    ['request_metadata', 'metadata'],
    ['feedback', 'feedback'],
    ['expectation', 'expectation'],
  ],
);

const traceEntities: ReadonlySet<string> = new Set(['trace', 'attribute', 'attributes']);

const entities = [...keyedEntities.keys(), ...traceEntities, 'span', 'issue'];

/** Names to offer in the app, in the order of their use; those with a dot at the end go on. */
export const fieldNames: readonly string[] = [
  'status',
  'name',
  'duration',
  'model',
  'tokens',
  'cost',
  'errors',
  'service',
  'session',
  'user',
  'agent',
  'tag.',
  'feedback.',
  'expectation.',
  'metadata.',
  'text',
  'span.name',
  'span.type',
  'span.status',
  'span.content',
  'span.attributes.',
  'experiment',
  'spans',
  'model_calls',
  'tool_calls',
  'timestamp_ms',
  'end_time_ms',
  'trace_id',
  'run_id',
  'client_request_id',
  'prompt',
  'issue.id',
];

/** Names that may stand before a dot. */
export function isEntity(name: string): boolean {
  return entities.includes(name.toLowerCase());
}

/** What a name means, in the words of a dialect. */
export function resolveField(
  parts: readonly NamePart[],
  dialect: Dialect,
): ResolvedField | UnknownField {
  const [first, ...rest] = parts;
  const isApp = dialect === 'app';
  const head = isApp ? (first?.text ?? '').toLowerCase() : (first?.text ?? '');
  const key = rest.map((part) => part.text).join('.');
  if (rest.length === 0) return traceField(head, dialect);
  if (traceEntities.has(head)) return traceField(isApp ? key.toLowerCase() : key, dialect);
  const entity = keyedEntities.get(head);
  if (entity !== undefined) {
    if (key === '') return { unknown: 'key', name: key, valid: [] };
    const isSaid = entity === 'feedback' || entity === 'expectation';
    return { field: { of: entity, key }, type: isSaid ? 'assessment' : 'keyed' };
  }
  if (head === 'span') return spanField(rest, dialect);
  if (head === 'issue') {
    const isId = key === 'id' || (isApp && key.toLowerCase() === 'id');
    if (isId) return { field: { of: 'issue' }, type: 'issue' };
    return { unknown: 'key', name: key, valid: ['id'] };
  }
  return { unknown: 'entity', name: head, valid: entities };
}

function traceField(name: string, dialect: Dialect): ResolvedField | UnknownField {
  const fields = dialect === 'app' ? appFields : traceFields;
  return fields.get(name) ?? { unknown: 'key', name, valid: [...fields.keys()] };
}

function spanField(parts: readonly NamePart[], dialect: Dialect): ResolvedField | UnknownField {
  const [first, ...rest] = parts;
  const head = dialect === 'app' ? (first?.text ?? '').toLowerCase() : (first?.text ?? '');
  const key = rest.map((part) => part.text).join('.');
  const isAttribute = head === 'attributes' || (dialect === 'app' && head === 'attribute');
  if (isAttribute && key !== '')
    return { field: { of: 'spanAttribute', key }, type: 'spanAttribute' };
  const name = rest.length === 0 ? spanFields.get(head) : undefined;
  if (name === undefined) {
    const valid = [...spanFields.keys(), 'attributes.<key>'];
    return { unknown: 'key', name: parts.map((part) => part.text).join('.'), valid };
  }
  return { field: { of: 'span', name }, type: name === 'content' ? 'fullText' : 'spanText' };
}
