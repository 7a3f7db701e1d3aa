/** A port in use: the window opens all the same and leads out of it. */
import { createServer, type Server } from 'node:net';

import { expect, screenshotBoth, test } from './fixtures';
import { freePorts } from './fixtures/free-ports';
import { makeTrace, post } from './fixtures/otlp';

let holder: Server | null = null;

test.afterEach(() => {
  holder?.close();
  holder = null;
});

async function hold(port: number): Promise<void> {
  const server = createServer();
  holder = server;
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
}

test('names who holds the port, offers the next one and says which endpoint to use', async ({
  launchApp,
}) => {
  const [httpPort = 0] = await freePorts(1);
  await hold(httpPort);
  const { page } = await launchApp({ httpPort });
  const banner = page.getByRole('alert').filter({ hasText: String(httpPort) });
  await expect(banner).toContainText(`Port ${httpPort} is in use`);
  await expect(banner).toContainText(`pid ${process.pid}`);
  await screenshotBoth(page, 'port-in-use');

  const use = banner.getByRole('button', { name: /^Use \d+$/ });
  const next = Number((await use.innerText()).replace(/\D/g, ''));
  await use.click();
  await expect(banner).toBeHidden();
  await expect(page.getByText(`localhost:${next}`).first()).toBeVisible();
  await post(next, makeTrace({ service: 'next-port' }).request);
  await expect(page.getByRole('row').filter({ hasText: 'next-port' })).toBeVisible();
  await screenshotBoth(page, 'port-next');
});

test('takes the port once it is free again', async ({ launchApp }) => {
  const [httpPort = 0] = await freePorts(1);
  await hold(httpPort);
  const { page } = await launchApp({ httpPort });
  const banner = page.getByRole('alert').filter({ hasText: String(httpPort) });
  await expect(banner).toBeVisible();
  await new Promise<void>((resolve) => holder?.close(() => resolve()));
  await banner.getByRole('button', { name: 'Retry' }).click();
  await expect(banner).toBeHidden();
  // The message goes before the port is taken.
  await expect(page.getByRole('contentinfo')).toContainText(`${httpPort}listening`);
  await post(httpPort, makeTrace({ service: 'retried' }).request);
  await expect(page.getByRole('row').filter({ hasText: 'retried' })).toBeVisible();
});

test('shows ports that the environment sets, and where they are from', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await page.getByRole('link', { name: 'Settings' }).click();
  const field = page.getByRole('textbox', { name: 'HTTP port' });
  await expect(field).toHaveValue(String(httpPort));
  await expect(field).toHaveAttribute('readonly', '');
  await expect(page.getByText('From the variable OTELIER_HTTP_PORT')).toBeVisible();
  await screenshotBoth(page, 'settings-ports');
});
