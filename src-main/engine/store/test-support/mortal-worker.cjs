// The built ingest worker, except that it dies at once of a request by the agent "deadly".
const path = require('node:path');
const { parentPort } = require('node:worker_threads');

parentPort.on('message', (message) => {
  if (message.t === 'ingest' && message.request.source.agent === 'deadly') process.exit(3);
});
const root = path.join(__dirname, '..', '..', '..', '..');
require(path.join(root, 'out', 'main', 'ingest-worker.js'));
