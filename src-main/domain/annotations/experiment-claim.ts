/** Which experiment a span asks for. Source: issue "Experiments"; mlflow.md §1, OpenInference. */
import type { KeyValue } from '../otlp/model';
import { DEFAULT_EXPERIMENT_ID, type ExperimentOrigin } from './experiment';

/** An experiment by its id, or by its name. */
export type ExperimentClaim = { readonly origin: ExperimentOrigin } & (
  | { readonly id: number; readonly name?: never }
  | { readonly name: string; readonly id?: never }
);

export const EXPERIMENT_HEADER = 'x-mlflow-experiment-id';
/** Sent by Langfuse's SDKs; elsewhere the user name of their credentials. Public by design. */
export const LANGFUSE_KEY_HEADER = 'x-langfuse-public-key';
export const OPENINFERENCE_PROJECT = 'openinference.project.name';
/** Attribute of the scope of Langfuse's SDKs. */
export const LANGFUSE_SCOPE_KEY = 'public_key';

const MAX_NAME_LENGTH = 500;

export interface ClaimSource {
  /** Value of a kept request header. */
  readonly header: (name: string) => string | undefined;
  readonly resource: readonly KeyValue[];
  readonly scope: readonly KeyValue[];
  readonly serviceName: string;
}

/**
 * The strongest claim: what the request says, else the resource, else Langfuse's project, else
 * the service. Names that are none (`unknown_service`) claim nothing.
 */
export function experimentClaimOf(source: ClaimSource): ExperimentClaim {
  const { header, resource, scope, serviceName } = source;
  const told = header(EXPERIMENT_HEADER)?.trim() ?? '';
  if (told !== '') return claimOfText(told, 'header');
  const project = textOf(resource, OPENINFERENCE_PROJECT);
  if (project !== '') return { origin: 'openinference', name: project };
  const langfuse = header(LANGFUSE_KEY_HEADER)?.trim() || textOf(scope, LANGFUSE_SCOPE_KEY);
  if (langfuse !== '') return { origin: 'langfuse', name: `Langfuse ${short(langfuse)}` };
  const service = short(serviceName.trim());
  if (service !== '' && !service.startsWith('unknown_service')) {
    return { origin: 'service', name: service };
  }
  return { origin: 'none', id: DEFAULT_EXPERIMENT_ID };
}

/** MLflow's ids are whole numbers; anything else names the experiment. */
export function claimOfText(text: string, origin: ExperimentOrigin): ExperimentClaim {
  return /^\d{1,15}$/.test(text) ? { origin, id: Number(text) } : { origin, name: short(text) };
}

function textOf(attributes: readonly KeyValue[], key: string): string {
  for (const attribute of attributes) {
    if (attribute.key === key && attribute.value.type === 'string') {
      return short(attribute.value.value.trim());
    }
  }
  return '';
}

function short(text: string): string {
  return text.slice(0, MAX_NAME_LENGTH);
}
