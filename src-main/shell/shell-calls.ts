import { ContractError, type CallError } from '@contract/errors';
import { shellMethodSchemas, type ShellMethod, type ShellMethodResults } from '@contract/shell-api';
import type { z } from '@contract/schema';
import type { ShellReply } from '@contract/shell-wire';

/** One handler a method; a missing one does not compile. */
export type ShellHandlers = {
  readonly [M in ShellMethod]: (
    params: z.output<(typeof shellMethodSchemas)[M]>,
  ) => ShellMethodResults[M] | Promise<ShellMethodResults[M]>;
};

/**
 * Validates a call of the window and carries it out. Never rejects: errors are plain data.
 * @param logError gets errors that no handler meant to throw
 */
export async function callShell(
  handlers: ShellHandlers,
  method: unknown,
  params: unknown,
  logError: (error: unknown) => void,
): Promise<ShellReply> {
  try {
    if (!isShellMethod(method)) {
      throw new ContractError('unknown_method', `The shell has no method ${String(method)}.`);
    }
    return { ok: true, value: await dispatch(handlers, method, params) };
  } catch (error) {
    if (error instanceof ContractError) return { ok: false, error: error.toJSON() };
    logError(error);
    return { ok: false, error: internalError(error) };
  }
}

async function dispatch<M extends ShellMethod>(
  handlers: ShellHandlers,
  method: M,
  params: unknown,
): Promise<ShellMethodResults[M]> {
  const parsed = shellMethodSchemas[method].safeParse(params);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
    throw new ContractError('bad_params', `Parameters of ${method} do not fit${where}.`);
  }
  return handlers[method](parsed.data as z.output<(typeof shellMethodSchemas)[M]>);
}

function isShellMethod(name: unknown): name is ShellMethod {
  return typeof name === 'string' && Object.hasOwn(shellMethodSchemas, name);
}

function internalError(error: unknown): CallError {
  const text = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `The app could not do that (${text}).` };
}
