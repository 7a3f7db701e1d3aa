/**
 * What Langfuse's SDKs ask beside OTLP, so that `LANGFUSE_HOST=http://localhost:4318` is all that
 * has to be set: whether the server is there, its project, and scores.
 */
import { LANGFUSE_KEY_HEADER } from '@domain/annotations/experiment-claim';
import { json, type ApiCall } from '../http-api/api-call';
import type { HttpApi } from '../http-api/http-apis';
import { route, RouteTable } from '../http-api/routes';
import { keptHeaders, type Answer } from '../receiver';
import { createScores, ingestEvents } from './scores';

const VERSION = '3.0.0';

const routes = new RouteTable([
  route('GET', '/health', json({ status: 'OK', version: VERSION })),
  route('GET', '/projects', getProjects),
  route('POST', '/scores', createScores),
  route('POST', '/ingestion', ingestEvents),
]);

export const langfuseApi: HttpApi = {
  routes,
  pathOf(path) {
    const [, rest] = /^\/api\/public(\/(?!otel\/).+)$/.exec(path) ?? [];
    return rest ?? null;
  },
  answerError: ({ code, message, status }): Answer => json({ error: code, message }, status),
  supported:
    'Of Langfuse it answers health, projects, scores and ingestion (of scores); traces come by ' +
    'OTLP at /api/public/otel/v1/traces.',
};

/** The one project that the keys of the client are of, whatever they are: none are checked. */
function getProjects({ request }: ApiCall): Answer {
  const kept = keptHeaders((name) => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  });
  const id = kept.find(({ name }) => name === LANGFUSE_KEY_HEADER)?.value ?? 'otelier';
  const organization = { id: 'otelier', name: 'Otelier' };
  return json({ data: [{ id, name: `Langfuse ${id}`, organization, metadata: {} }] });
}
