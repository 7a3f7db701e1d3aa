/** 'traces.mlflowJson': traces as `mlflow.entities.Trace.to_json` writes them (mlflow.md §8). */
import { ContractError } from '@contract/errors';
import type { TraceTag } from '@domain/annotations/trace-tag';
import { formatExactJson } from '@domain/mlflow/exact-json';
import type { TraceRecord } from '@domain/mlflow/trace-info-json';
import { traceToJson } from '@domain/mlflow/trace-json';
import { toldInfoReader, type ToldInfo } from '../../store/told-info';
import type { Query, QueryHost } from '../query';
import { traceRecordReader, type FoundTrace } from './trace-record';
import { understoodSpanReader } from './understood-spans';

/** More goes through no window in one text. */
const MAX_CHARACTERS = 128 * 1024 * 1024;
const INDENT = 2;

/** One object for one trace, a list of them for several; those that are gone are left out. */
export function exportTraces(host: QueryHost): Query<'traces.mlflowJson'> {
  const records = traceRecordReader(host);
  const spansOf = understoodSpanReader(host);
  const toldOf = toldInfoReader(host.db);
  const findTags = host.db.prepare<[Uint8Array], TraceTag>(
    'SELECT key, value FROM trace_tag WHERE trace_id = ? AND is_removed = 0 ORDER BY key',
  );

  /**
   * As it was told, with nothing added where anything was: what goes in is what comes out. Tags
   * that say where this app keeps the spans mean nothing elsewhere.
   */
  const recordOf = ({ record: { info, tags, assessments } }: FoundTrace): TraceRecord => {
    const idBytes = Buffer.from(info.traceId, 'hex');
    const told = toldOf(idBytes);
    const toldTags = findTags.all(idBytes);
    const name = tags.find(({ key }) => key === TRACE_NAME);
    const isNamed = told !== null || toldTags.some(({ key }) => key === TRACE_NAME);
    return {
      info: told === null ? info : { ...info, ...previewsAndMetadata(told) },
      tags: isNamed || name === undefined ? toldTags : [...toldTags, name],
      assessments,
    };
  };

  return ({ keys }) => {
    const texts: string[] = [];
    let length = 0;
    for (const key of keys) {
      const found = records.byKey(key);
      if (found === null) continue;
      const record = recordOf(found);
      const text = formatExactJson(traceToJson(record, spansOf(record.info.traceId)), {
        indent: INDENT,
      });
      length += text.length;
      if (length > MAX_CHARACTERS) throw tooLarge(texts.length);
      texts.push(text);
    }
    if (texts.length === 0) {
      throw new ContractError('not_found', 'The traces are gone: they have been deleted.');
    }
    return keys.length === 1 ? (texts[0] ?? '') : `[\n${texts.join(',\n')}\n]`;
  };
}

const TRACE_NAME = 'mlflow.traceName';

function tooLarge(fitting: number): ContractError {
  const hint = fitting === 0 ? '' : ` The first ${fitting} would fit.`;
  return new ContractError('bad_params', `This is more than 128 MB of JSON.${hint}`);
}

function previewsAndMetadata({ requestPreview, responsePreview, metadata }: ToldInfo) {
  return { requestPreview, responsePreview, metadata };
}
