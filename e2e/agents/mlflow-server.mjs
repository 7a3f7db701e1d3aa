/** The few calls of an MLflow server that its client makes when it sends traces. */

const experiment = {
  experiment_id: '1',
  name: 'weather',
  artifact_location: 'mlflow-artifacts:/1',
  lifecycle_stage: 'active',
  creation_time: 1_700_000_000_000,
  last_update_time: 1_700_000_000_000,
};

/**
 * @param {string} method
 * @param {string} path
 * @param {any} body
 * @returns {{ status: number, body: unknown }}
 */
export function answerAsMlflow(method, path, body) {
  const call = `${method} ${path.replace(/^\/api\/\d\.\d\/mlflow/, '')}`;
  if (call === 'GET /version') return { status: 200, body: '3.17.2' };
  if (call === 'GET /health') return { status: 200, body: 'OK' };
  if (call === 'GET /experiments/get') return { status: 200, body: { experiment } };
  if (call === 'GET /experiments/get-by-name') return { status: 200, body: { experiment } };
  if (call === 'POST /traces') {
    const info = body.trace.trace_info;
    // So that the client does not upload the spans as a file as well.
    const tags = { ...info.tags, 'mlflow.trace.spansLocation': 'TRACKING_STORE' };
    return { status: 200, body: { trace: { trace_info: { ...info, tags } } } };
  }
  if (/^(PATCH|DELETE) \/traces\/[^/]+\/tags$/.test(call)) return { status: 200, body: {} };
  const message = `${method} ${path} is not stood in for`;
  return { status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message } };
}
