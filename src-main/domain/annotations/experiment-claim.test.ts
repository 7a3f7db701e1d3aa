import { expect, it } from 'vitest';

import type { KeyValue } from '../otlp/model';
import { claimOfText, experimentClaimOf } from './experiment-claim';

const text = (key: string, value: string): KeyValue => ({ key, value: { type: 'string', value } });

function claim({
  headers = {},
  resource = [],
  scope = [],
  service = '',
}: {
  headers?: Record<string, string>;
  resource?: readonly KeyValue[];
  scope?: readonly KeyValue[];
  service?: string;
}) {
  const header = (name: string): string | undefined => headers[name];
  return experimentClaimOf({ header, resource, scope, serviceName: service });
}

it('takes the strongest of what is told', () => {
  const project = text('openinference.project.name', 'desk');
  const langfuse = text('public_key', 'pk-lf-1');
  const headers = { 'x-mlflow-experiment-id': '123', 'x-langfuse-public-key': 'pk-lf-2' };
  const all = { headers, resource: [project], scope: [langfuse], service: 'api' };
  expect(claim(all)).toEqual({ origin: 'header', id: 123 });
  expect(claim({ ...all, headers: { 'x-langfuse-public-key': 'pk-lf-2' } })).toEqual({
    origin: 'openinference',
    name: 'desk',
  });
  expect(claim({ headers: { 'x-langfuse-public-key': 'pk-lf-2' }, service: 'api' })).toEqual({
    origin: 'langfuse',
    name: 'Langfuse pk-lf-2',
  });
  expect(claim({ scope: [langfuse] })).toEqual({ origin: 'langfuse', name: 'Langfuse pk-lf-1' });
  expect(claim({ service: 'api' })).toEqual({ origin: 'service', name: 'api' });
});

it('claims nothing by a name that is none', () => {
  const none = { origin: 'none', id: 0 };
  expect(claim({})).toEqual(none);
  expect(claim({ service: 'unknown_service:python' })).toEqual(none);
  expect(claim({ service: '  ' })).toEqual(none);
  expect(claim({ headers: { 'x-mlflow-experiment-id': ' ' } })).toEqual(none);
  expect(claim({ resource: [text('openinference.project.name', ' ')] })).toEqual(none);
  const number: KeyValue = { key: 'openinference.project.name', value: { type: 'int', value: 1n } };
  expect(claim({ resource: [number] })).toEqual(none);
});

it('takes what is no whole number for a name', () => {
  expect(claimOfText('7', 'header')).toEqual({ origin: 'header', id: 7 });
  expect(claimOfText('my-agent', 'header')).toEqual({ origin: 'header', name: 'my-agent' });
  // Such an id does not fit a double.
  expect(claimOfText('9007199254740993', 'header')).toMatchObject({ name: '9007199254740993' });
  expect(claimOfText('x'.repeat(600), 'header').name).toHaveLength(500);
});
