/**
 * MLflow's tracking API as far as its SDKs use it to log, tag, rate and search traces, so that
 * `MLFLOW_TRACKING_URI=http://localhost:4318` is all that has to be set. Source: mlflow.md §4.
 */
import { json, plainText } from '../http-api/api-call';
import type { HttpApi } from '../http-api/http-apis';
import { route, RouteTable } from '../http-api/routes';
import type { Answer } from '../receiver';
import { getArtifact, putArtifact } from './artifacts';
import { createAssessment, deleteAssessment, getAssessment, updateAssessment } from './assessments';
import { deleteTraces } from './delete-traces';
import {
  createExperiment,
  deleteExperiment,
  getExperiment,
  getExperimentByName,
  restoreExperiment,
  setExperimentTag,
  updateExperiment,
} from './experiments';
import { calculateFilterCorrelation, queryTraceMetrics } from './metrics';
import { searchTraces } from './search';
import { searchExperiments } from './search-experiments';
import { deleteTag, setTag } from './tags';
import { batchGetInfos, batchGetTraces, getTrace, getTraceInfo, putTraceInfo } from './traces';

/**
 * What SDKs take the server for: from 3.4 on they send spans to /v1/traces (rest_store.py
 * `log_spans`), which is the only thing they ask it for.
 */
const MLFLOW_VERSION = '3.6.0';

const traces = '/mlflow/traces';
const experiments = '/mlflow/experiments';
const assessment = `${traces}/:trace/assessments/:assessment`;
const artifact = '/mlflow-artifacts/artifacts/*path';

const routes = new RouteTable([
  route('GET', '/version', plainText(MLFLOW_VERSION)),
  route('GET', '/health', plainText('OK')),
  route(
    'GET',
    '/mlflow/server-info',
    json({ store_type: 'SqlAlchemyStore', workspaces_enabled: false }),
  ),

  route('GET', `${experiments}/get`, getExperiment),
  route('GET', `${experiments}/get-by-name`, getExperimentByName),
  route('POST', `${experiments}/create`, createExperiment),
  route('POST', `${experiments}/update`, updateExperiment),
  route('POST', `${experiments}/delete`, deleteExperiment),
  route('POST', `${experiments}/restore`, restoreExperiment),
  route('POST', `${experiments}/set-experiment-tag`, setExperimentTag),
  route('POST', `${experiments}/search`, searchExperiments),
  route('GET', `${experiments}/search`, searchExperiments),

  route('POST', traces, putTraceInfo),
  route('GET', `${traces}/get`, getTrace),
  route('GET', `${traces}/batchGet`, batchGetTraces),
  route('POST', `${traces}/batchGetInfos`, batchGetInfos),
  route('POST', `${traces}/search`, searchTraces),
  route('POST', `${traces}/delete-traces`, deleteTraces),
  route('POST', `${traces}/metrics`, queryTraceMetrics),
  route('POST', `${traces}/calculate-filter-correlation`, calculateFilterCorrelation),
  route('GET', `${traces}/:trace`, getTraceInfo),
  route('PATCH', `${traces}/:trace/tags`, setTag),
  route('DELETE', `${traces}/:trace/tags`, deleteTag),
  route('POST', `${traces}/:trace/assessments`, createAssessment),
  route('GET', assessment, getAssessment),
  route('PATCH', assessment, updateAssessment),
  route('DELETE', assessment, deleteAssessment),

  route('PUT', artifact, putArtifact),
  route('GET', artifact, getArtifact),
]);

export const mlflowApi: HttpApi = {
  routes,
  pathOf(path) {
    if (path === '/version' || path === '/health') return path;
    // Versions differ in what there is, not in what it means.
    const [, rest] =
      /^\/(?:ajax-)?api\/\d+\.\d+(\/mlflow(?:-artifacts)?(?:\/.*)?)$/.exec(path) ?? [];
    return rest ?? null;
  },
  answerError: ({ code, message, status }): Answer => json({ error_code: code, message }, status),
  supported:
    'Of MLflow it answers what concerns experiments, traces, their tags and assessments, and ' +
    'traces.json of the artifacts; there are no runs, models, prompts or datasets.',
};
