import type { SpanError } from '../../facets/span-facets';

/** Python's way to begin a stack; the `repr` of what was thrown stands right before it. */
const STACK = 'Traceback (most recent call last):';
/** A longer text before the stack is no `repr` that is worth a search. */
const MAX_TYPE_LENGTH = 200;
/** LangSmith joins lines that have their ends already by two more. */
const JOINT = '\n\n\n';

/**
 * What was thrown, of the text that LangSmith's Python makes of it: `repr` and traceback in one,
 * such as `ValueError('no')Traceback (most recent call last):…ValueError: no`.
 * @returns null for any other text
 */
export function readThrown(text: string): Partial<SpanError> | null {
  const type = /^([A-Za-z_]\w*)\(/.exec(text.slice(0, MAX_TYPE_LENGTH))?.[1];
  const at = text.indexOf(`)${STACK}`);
  if (type === undefined || at === -1) return null;
  const stack = text.slice(at + 1);
  const last = lastLine(stack, type);
  return {
    type: last?.type ?? type,
    // The line says it as people know it; `repr` where that has no message.
    message: last?.message ?? text.slice(0, at + 1),
    stack: stack.replaceAll(JOINT, '\n').trimEnd(),
  };
}

/** The last line `module.Type: message` of a stack. Its message may have many lines; notes follow. */
function lastLine(
  stack: string,
  type: string,
): { readonly type: string; readonly message: string | null } | null {
  let found: RegExpExecArray | null = null;
  const lines = new RegExp(`\\n((?:\\w+\\.){0,20}${type})(?=:|\\s|$)`, 'g');
  for (let next = lines.exec(stack); next !== null; next = lines.exec(stack)) found = next;
  if (found === null) return null;
  const [line = ''] = stack.slice(found.index + found[0].length).split(JOINT, 1);
  const message = line.replace(/^:\s?/, '').trimEnd();
  return { type: found[1] ?? type, message: message === '' ? null : message };
}
