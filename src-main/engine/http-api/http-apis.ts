/**
 * The APIs of other programs that are answered on the HTTP port beside OTLP, so that their SDKs
 * work with Otelier unchanged. Every request gets an answer in JSON of the API's own shape.
 */
import type { Answer, OtherRequest, OtherRequests } from '../receiver';
import type { ApiCall, ApiServices } from './api-call';
import { ApiError, apiErrorOf } from './api-error';
import type { RouteTable } from './routes';

export interface HttpApi {
  /** The path as its routes have it; null where the path is not of this API. */
  pathOf(path: string): string | null;
  readonly routes: RouteTable;
  readonly answerError: (error: ApiError) => Answer;
  /** What is answered, for those who ask for something else. */
  readonly supported: string;
}

export interface HttpApisOptions {
  readonly apis: readonly HttpApi[];
  readonly isEnabled: boolean;
  /** How long a request waits for the store to open. */
  readonly holdMs?: number;
}

/** As long as exports are held (reference B11). */
const DEFAULT_HOLD_MS = 7_000;

export class HttpApis implements OtherRequests {
  /** What the user chose. */
  isEnabled: boolean;
  readonly #apis: readonly HttpApi[];
  readonly #holdMs: number;
  readonly #services: Promise<ApiServices>;
  #use: (services: ApiServices) => void = () => undefined;

  constructor({ apis, isEnabled, holdMs = DEFAULT_HOLD_MS }: HttpApisOptions) {
    this.#apis = apis;
    this.isEnabled = isEnabled;
    this.#holdMs = holdMs;
    this.#services = new Promise((resolve) => {
      this.#use = resolve;
    });
  }

  /** To be called once the store has opened, or was refused. */
  use(services: ApiServices): void {
    this.#use(services);
  }

  takes(path: string): boolean {
    return this.#apis.some((api) => api.pathOf(path) !== null);
  }

  async answer(request: OtherRequest): Promise<Answer> {
    for (const api of this.#apis) {
      const path = api.pathOf(request.path);
      if (path === null) continue;
      try {
        return await this.#answer(api, path, request);
      } catch (error) {
        return api.answerError(apiErrorOf(error));
      }
    }
    throw new TypeError(`No API answers ${request.path}.`);
  }

  async #answer(api: HttpApi, path: string, request: OtherRequest): Promise<Answer> {
    if (request.refusal !== null) throw new ApiError('PERMISSION_DENIED', request.refusal);
    if (!this.isEnabled) {
      throw new ApiError(
        'ENDPOINT_NOT_FOUND',
        'The APIs of MLflow and Langfuse are switched off in the settings of Otelier.',
      );
    }
    const found = api.routes.find(request.method, path);
    if ('methods' in found) throw unknownEndpoint(api, request, found.methods);
    const { answer, params } = found;
    if (typeof answer !== 'function') return answer;
    const { commands, readers } = await this.#ready();
    const { signal } = request;
    const call: ApiCall = {
      commands,
      ask: (name, query) => readers.run(name, query, { signal }),
      request,
      query: new URLSearchParams(/\?([^#]*)/.exec(request.target)?.[1] ?? ''),
      param: (name) => params.get(name) ?? '',
    };
    return answer(call);
  }

  async #ready(): Promise<ApiServices> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), this.#holdMs);
    });
    const services = await Promise.race([this.#services, late]);
    clearTimeout(timer);
    if (services !== null) return services;
    throw new ApiError('TEMPORARILY_UNAVAILABLE', 'The store is not open yet. Ask again later.');
  }
}

function unknownEndpoint(
  api: HttpApi,
  { method, path }: OtherRequest,
  methods: readonly string[],
): ApiError {
  const asked = `${method} ${path.length > 200 ? `${path.slice(0, 200)}…` : path}`;
  const others = methods.length > 0 ? `, but ${methods.join(' and ')}` : '';
  return new ApiError(
    'ENDPOINT_NOT_FOUND',
    `Otelier does not answer ${asked}${others}. ${api.supported}`,
  );
}
