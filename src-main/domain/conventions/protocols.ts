/** Spans of HTTP and of databases, named as all of OpenTelemetry names them. */
import type { Convention, SpanSource } from './convention';
import { provenanceOf } from './provenance';

const fromHttp = provenanceOf('http');
const fromDatabase = provenanceOf('database');

const httpKeys = [
  'http.request.method',
  'http.method',
  'http.response.status_code',
  'http.status_code',
  'http.route',
  'http.url',
  'url.full',
];

/** A request, of a client or a server. */
export const http: Convention = {
  id: 'http',

  detect({ attributes }) {
    const key = httpKeys.find((each) => attributes.has(each));
    return key === undefined ? null : { version: null, evidence: `attribute ${key}` };
  },

  propose(source, draft) {
    const key = httpKeys.find((each) => source.attributes.has(each)) ?? 'http.method';
    const method =
      source.attributes.text('http.request.method') ?? source.attributes.text('http.method');
    draft.kind('http', method, 'protocol', fromHttp.attribute(key));
    draft.scalar('label', labelOf(source, method), fromHttp.derived('method and target'), 9);
  },
};

/** Instrumentations that know no route call their spans by the method alone. */
function labelOf({ span, attributes }: SpanSource, method: string | null): string | null {
  if (method === null || !span.name.startsWith(method) || span.name.length > method.length + 1) {
    return null;
  }
  const target =
    attributes.text('http.route') ??
    attributes.text('url.path') ??
    withoutQuery(
      attributes.text('url.full') ?? attributes.text('http.url') ?? attributes.text('http.target'),
    );
  return target === null ? null : `${method} ${target}`;
}

function withoutQuery(url: string | null): string | null {
  return url === null
    ? null
    : url
        .slice(0, 500)
        .replace(/[?#].*$/s, '')
        .replace(/^https?:\/\//, '');
}

/** A statement sent to a database. */
export const database: Convention = {
  id: 'database',

  detect({ attributes }) {
    const key = ['db.system.name', 'db.system'].find((each) => attributes.has(each));
    return key === undefined ? null : { version: null, evidence: `attribute ${key}` };
  },

  propose({ attributes }, draft) {
    for (const key of ['db.system.name', 'db.system']) {
      const system = attributes.text(key);
      if (system !== null) draft.kind('database', system, 'protocol', fromDatabase.attribute(key));
    }
    for (const key of ['db.query.text', 'db.statement']) {
      draft.payload(
        'input',
        attributes.json(key),
        'vendorBlob',
        fromDatabase.attribute(key),
        'application/sql',
      );
    }
  },
};
