/** What an API answers where it cannot do what is asked; each API has its own JSON for it. */
import { ContractError } from '@contract/errors';
import { MlflowJsonError } from '@domain/mlflow/json-members';
import { HttpRefusal } from '../receiver';

/** Codes of MLflow (mlflow/protos/databricks.proto `ErrorCode`), which are clear to others too. */
export type ApiErrorCode =
  | 'BAD_REQUEST'
  | 'ENDPOINT_NOT_FOUND'
  | 'INTERNAL_ERROR'
  | 'INVALID_PARAMETER_VALUE'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_ALREADY_EXISTS'
  | 'RESOURCE_DOES_NOT_EXIST'
  | 'TEMPORARILY_UNAVAILABLE';

const statuses: Readonly<Record<ApiErrorCode, number>> = {
  BAD_REQUEST: 400,
  ENDPOINT_NOT_FOUND: 404,
  INTERNAL_ERROR: 500,
  INVALID_PARAMETER_VALUE: 400,
  PERMISSION_DENIED: 403,
  RESOURCE_ALREADY_EXISTS: 400,
  RESOURCE_DOES_NOT_EXIST: 404,
  TEMPORARILY_UNAVAILABLE: 503,
};

export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: ApiErrorCode,
    message: string,
    readonly status = statuses[code],
  ) {
    super(message);
  }
}

export function invalid(message: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', message);
}

export function missing(message: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', message);
}

/** Has what is refused because its name or id is taken say so in MLflow's way. */
export async function unlessTaken<T>(made: Promise<T>, describe?: () => string): Promise<T> {
  try {
    return await made;
  } catch (error) {
    if (!(error instanceof ContractError) || error.code !== 'conflict') throw error;
    throw new ApiError('RESOURCE_ALREADY_EXISTS', describe?.() ?? error.message);
  }
}

/**
 * Whatever a handler throws, as an answer. Failures that pass by themselves are 503, which the
 * SDKs repeat.
 */
export function apiErrorOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof MlflowJsonError) return invalid(`${error.message}.`);
  if (error instanceof HttpRefusal) return errorOfRefusal(error);
  if (error instanceof ContractError) return errorOfContract(error);
  const detail = error instanceof Error ? error.message : String(error);
  return new ApiError('INTERNAL_ERROR', `Otelier failed: ${detail}.`);
}

function errorOfRefusal({ status, message }: HttpRefusal): ApiError {
  const code = status === 503 ? 'TEMPORARILY_UNAVAILABLE' : 'BAD_REQUEST';
  return new ApiError(code, message, status);
}

function errorOfContract({ code, message }: ContractError): ApiError {
  switch (code) {
    case 'not_found':
      return missing(message);
    case 'conflict':
    case 'bad_params':
      return invalid(message);
    case 'unavailable':
    case 'store_unavailable':
    case 'io':
    case 'cancelled':
      return new ApiError('TEMPORARILY_UNAVAILABLE', message);
    case 'unknown_method':
    case 'internal':
      return new ApiError('INTERNAL_ERROR', message);
  }
}
