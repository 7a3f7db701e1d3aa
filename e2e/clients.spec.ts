/** Real exporters, old and new, into the real app: each trace must show in the window. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { python, setUpClients } from './clients/set-up.mjs';
import { expect, screenshotBoth, test, type RunningApp } from './fixtures';
import { untilListening } from './fixtures/receiver-state';

const exec = promisify(execFile);
const clients = join(import.meta.dirname, 'clients');

interface Client {
  readonly title: string;
  /** Name of the screenshot and of the service. */
  readonly name: string;
  readonly spans: number;
  send(app: RunningApp, service: string): Promise<string>;
}

function jsClient(folder: string, transport: 'http' | 'proto' | 'grpc', spans: number): Client {
  return {
    title: `${folder} over ${transport}`,
    name: `${folder}-${transport}`,
    spans,
    async send(app, service) {
      const port = transport === 'grpc' ? app.grpcPort : app.httpPort;
      const script = join(clients, folder, 'send.mjs');
      return printed(process.execPath, [script, transport, `http://localhost:${port}`, service]);
    },
  };
}

function pythonClient(transport: 'http' | 'grpc'): Client {
  return {
    title: `Python over ${transport}`,
    name: `python-${transport}`,
    spans: 3,
    async send(app, service) {
      const port = transport === 'grpc' ? app.grpcPort : app.httpPort;
      const script = join(clients, 'python', 'send.py');
      return printed(python, [script, transport, `http://localhost:${port}`, service]);
    },
  };
}

const curl: Client = {
  title: 'curl',
  name: 'curl',
  spans: 1,
  async send(app, service) {
    const traceId = '5b8efff798038103d269b633813fc60c';
    const nowNs = `${Date.now()}000000`;
    const body = {
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
          scopeSpans: [
            {
              spans: [
                {
                  traceId,
                  spanId: 'eee19b7ec3c1b174',
                  name: 'invoke_agent planner',
                  startTimeUnixNano: nowNs,
                  endTimeUnixNano: nowNs,
                },
              ],
            },
          ],
        },
      ],
    };
    const url = `http://localhost:${app.httpPort}/v1/traces`;
    const type = 'content-type: application/json';
    const answer = await printed('curl', ['-sS', url, '-H', type, '-d', JSON.stringify(body)]);
    expect(answer).toBe('{}');
    return traceId;
  },
};

const all: readonly Client[] = [
  jsClient('js-current', 'http', 3),
  jsClient('js-current', 'proto', 3),
  jsClient('js-current', 'grpc', 3),
  jsClient('js-0.28', 'http', 2),
  jsClient('js-0.34', 'http', 2),
  jsClient('js-0.44', 'http', 2),
  pythonClient('http'),
  pythonClient('grpc'),
  curl,
];

test.beforeAll(() => {
  test.setTimeout(300_000);
  setUpClients();
});

for (const client of all) {
  test(`shows a trace sent by ${client.title}`, async ({ launchApp }) => {
    const app = await launchApp();
    await untilListening(app.page);
    const service = `svc-${client.name}`;
    const traceId = await client.send(app, service);
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);

    // The untouched welcome page moves on to the list by itself.
    const row = app.page.getByRole('row').filter({ hasText: service });
    await expect(row).toContainText('invoke_agent planner');
    await expect(row.getByText(String(client.spans), { exact: true }).first()).toBeVisible();

    await row.dblclick();
    const tree = app.page.getByRole('tree');
    await expect(tree.getByRole('treeitem')).toHaveCount(client.spans);
    if (client.spans > 1) {
      await tree.getByRole('treeitem').filter({ hasText: 'read_file' }).click();
      await app.page.getByRole('tab', { name: /Events/ }).click();
      await expect(app.page.getByText(/Error/).first()).toBeVisible();
      await app.page.getByRole('tab', { name: /Attributes/ }).click();
    }
    await screenshotBoth(app.page, `client-${client.name}`);
  });
}

async function printed(command: string, args: string[]): Promise<string> {
  const { stdout } = await exec(command, args, { timeout: 60_000 });
  return stdout.trim();
}
