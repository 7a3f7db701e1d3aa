/** From a method's name and raw parameters to its handler. */
import { ContractError } from '@contract/errors';
import {
  methodSchemas,
  type MethodName,
  type MethodParams,
  type MethodResult,
  type StreamChunks,
  type StreamName,
} from '@contract/methods';

export interface CallContext {
  /** Aborts when the caller cancels or its port closes. */
  readonly signal: AbortSignal;
}

export interface StreamContext<Chunk> extends CallContext {
  /**
   * Sends a chunk before the result. Settles when the next one may be sent; rejects once the
   * call is cancelled. The buffers of the chunk are handed over.
   */
  readonly send: (chunk: Chunk) => Promise<void>;
}

type ContextOf<Name extends MethodName> = Name extends StreamName
  ? StreamContext<StreamChunks[Name]>
  : CallContext;

/** @throws ContractError for the caller; anything else is a fault of the engine */
export type Handler<Name extends MethodName> = (
  params: MethodParams<Name>,
  context: ContextOf<Name>,
) => Promise<MethodResult<Name>> | MethodResult<Name>;

/** A handler for each method: one that is missing does not compile. */
export type Handlers = { readonly [Name in MethodName]: Handler<Name> };

/** Handlers of one area, e.g. `HandlersOf<'import'>` for all methods `import.…`. */
export type HandlersOf<Area extends string> = Pick<
  Handlers,
  Extract<MethodName, `${Area}.${string}`>
>;

export type Route = (
  method: string,
  params: unknown,
  context: StreamContext<unknown>,
) => Promise<unknown>;

/**
 * Makes the one entry to all handlers.
 * @throws ContractError by rejection; `unknown_method`, `bad_params` naming the field, and
 *   whatever the handler throws
 */
export function createRoute(handlers: Handlers): Route {
  return async (method, params, context) => {
    if (!isMethod(method)) {
      throw new ContractError('unknown_method', `The engine knows no method '${method}'.`);
    }
    const parsed = methodSchemas[method].params.safeParse(params);
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => {
        const field = issue.path.map(String).join('.');
        return field === '' ? issue.message : `${field}: ${issue.message}`;
      });
      throw new ContractError('bad_params', `${method}: ${issues.join('; ')}`);
    }
    // The schema of the method has just been checked, which the types cannot follow.
    const handler = handlers[method] as (params: unknown, context: unknown) => unknown;
    return handler(parsed.data, context);
  };
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methodSchemas, name);
}
