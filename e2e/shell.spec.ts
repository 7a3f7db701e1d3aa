import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ElectronApplication, Page } from '@playwright/test';

import type { OtelierShell, ShellEventName } from '../src-main/contract/shell-api';
import { inProject } from '../build/bootstrap/paths.mjs';
import { expect, startAgain, test } from './fixtures';

type ShellWindow = Window & { readonly otelier: OtelierShell; seen: Record<string, unknown[]> };

/** Collects an event of the shell from now on. */
async function collect(page: Page, event: ShellEventName): Promise<() => Promise<unknown[]>> {
  await page.evaluate((name) => {
    const shell = window as unknown as ShellWindow;
    const seen: unknown[] = [];
    shell.seen = { ...shell.seen, [name]: seen };
    shell.otelier.on(name, (payload) => seen.push(payload));
  }, event);
  return () => page.evaluate((name) => (window as unknown as ShellWindow).seen[name] ?? [], event);
}

/** What the title bar says once the receiver takes requests. */
function listening(page: Page) {
  return page.getByRole('link', { name: 'Receiver: Listening' });
}

function enginePid(app: ElectronApplication): Promise<number | null> {
  return app.evaluate(({ app: electronApp }) => {
    const processes = electronApp.getAppMetrics();
    return processes.find((one) => one.name === 'Otelier engine')?.pid ?? null;
  });
}

async function killEngine(app: ElectronApplication): Promise<number> {
  const pid = await enginePid(app);
  expect(pid).not.toBeNull();
  process.kill(pid!, 'SIGKILL');
  return pid!;
}

/** Whether a message sent over a fresh port to the engine reaches a living process. */
async function connectsToEngine(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const { otelier } = window as unknown as ShellWindow;
    const nonce = crypto.randomUUID();
    const port = new Promise<MessagePort | undefined>((resolve) => {
      window.addEventListener('message', (event) => {
        const data = event.data as { type?: unknown; nonce?: unknown };
        if (data.type === 'otelier:engine-port' && data.nonce === nonce) resolve(event.ports[0]);
      });
    });
    await otelier.invoke('engine.connect', { nonce });
    return (await port) !== undefined;
  });
}

test.describe('engine process', () => {
  test('hands the window a port that carries the nonce it asked with', async ({ launchApp }) => {
    const { page } = await launchApp();
    expect(await connectsToEngine(page)).toBe(true);
  });

  test('is started again when it dies, and the window goes on', async ({ launchApp }) => {
    const { app, page } = await launchApp();
    await connectsToEngine(page);
    const states = await collect(page, 'engineState');
    await page.evaluate(() => Object.assign(window, { notReloaded: true }));
    const died = await killEngine(app);

    await expect
      .poll(async () => (await states()).map((one) => (one as { state: string }).state))
      .toEqual(['running', 'restarting', 'running']);
    expect(await enginePid(app)).not.toBe(died);
    expect(await connectsToEngine(page)).toBe(true);
    expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
  });

  test('that was started again receives and shows traces in the same window', async ({
    launchApp,
  }) => {
    const { app, page, httpPort } = await launchApp();
    await expect(listening(page)).toBeVisible();
    const died = await killEngine(app);
    await expect.poll(() => enginePid(app)).not.toBe(died);
    await expect(listening(page)).toBeVisible();

    await expect.poll(() => sendSpan(httpPort, 'after the restart').catch(String)).toBe(200);
    await expect(page.getByRole('row').filter({ hasText: 'after the restart' })).toBeVisible();
  });

  test('ends with the app', async ({ launchApp }) => {
    const running = await launchApp();
    await connectsToEngine(running.page);
    const pid = await enginePid(running.app);
    await running.close();
    expect(() => process.kill(pid!, 0)).toThrow('ESRCH');
    expect(running.log()).not.toContain('killing it');
  });

  test('can be restarted by the user', async ({ launchApp }) => {
    const { app, page } = await launchApp();
    await connectsToEngine(page);
    const before = await enginePid(app);
    await page.evaluate(() =>
      (window as unknown as ShellWindow).otelier.invoke('engine.restart', {}),
    );
    expect(await connectsToEngine(page)).toBe(true);
    expect(await enginePid(app)).not.toBe(before);
  });
});

/** Sends one span as an exporter does; the answer's status. */
async function sendSpan(httpPort: number, name: string): Promise<number> {
  const nowNs = `${Date.now()}000000`;
  const span = {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    name,
    startTimeUnixNano: nowNs,
    endTimeUnixNano: nowNs,
  };
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  const headers = { 'content-type': 'application/json' };
  const url = `http://127.0.0.1:${httpPort}/v1/traces`;
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

test.describe('files to open', () => {
  test('named at the start are imported', async ({ launchApp }) => {
    const { page } = await launchApp({ files: [inProject('resources/samples/otel-genai.jsonl')] });
    await expect(page.getByText('otel-genai.jsonl').first()).toBeVisible();
  });

  test('come from a second start, resolved where it was typed', async ({ launchApp, tempDir }) => {
    const { app, page, dataDir } = await launchApp();
    const opened = await collect(page, 'openPaths');
    const folder = join(tempDir, 'elsewhere');
    mkdirSync(folder);
    writeFileSync(join(folder, 'run.jsonl'), '');

    expect(await startAgain(dataDir, ['run.jsonl', '../other.json'], folder)).toBe(0);
    await expect.poll(opened).toEqual([[join(folder, 'run.jsonl'), join(tempDir, 'other.json')]]);
    const windows = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    expect(windows).toBe(1);
  });

  test('open no window on an engine that is ending', async ({ launchApp }) => {
    const { app, page, dataDir } = await launchApp();
    await expect(listening(page)).toBeVisible();
    const pid = (await enginePid(app)) ?? 0;
    // Holds the end back for as long as is needed.
    process.kill(pid, 'SIGSTOP');
    await page.close();
    expect(await startAgain(dataDir, [])).toBe(0);
    const windows = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    const closed = app.waitForEvent('close');
    process.kill(pid, 'SIGCONT');
    await closed;
    expect(windows).toBe(0);
  });
});

test.describe('window', () => {
  for (const theme of ['dark', 'light'] as const) {
    test(`is ${theme} from its first paint on`, async ({ launchApp }) => {
      const { app, page } = await launchApp({ theme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      const background = await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.getBackgroundColor().toLowerCase(),
      );
      expect(background).toBe(theme === 'dark' ? '#0a0b0d' : '#eff0f3');

      // The first load is over when a test gets hold of the page; the second is like it.
      await page.addInitScript(() => {
        const seen: (string | undefined)[] = [];
        const record = () => seen.push(document.documentElement?.dataset['theme']);
        new MutationObserver(record).observe(document, { childList: true, subtree: true });
        Object.assign(window, { seen: { themes: seen } });
      });
      await page.reload();
      const themes = await page.evaluate(
        () => (window as unknown as ShellWindow).seen['themes'] ?? [],
      );
      expect(themes.length).toBeGreaterThan(0);
      expect(new Set(themes)).toEqual(new Set([theme]));
    });
  }

  test('follows the theme setting at once, with its background', async ({ launchApp }) => {
    const { app, page } = await launchApp({ theme: 'light' });
    await page.evaluate(() =>
      (window as unknown as ShellWindow).otelier.invoke('settings.set', { theme: 'dark' }),
    );
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    const background = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBackgroundColor().toLowerCase(),
    );
    expect(background).toBe('#0a0b0d');
  });

  test('opens at its default size and comes back where it was', async ({ launchApp }) => {
    const bounds = (app: ElectronApplication) =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
    const first = await launchApp();
    expect(await bounds(first.app)).toMatchObject({ width: 1440, height: 900 });
    const moved = { x: 60, y: 40, width: 1100, height: 700 };
    await first.app.evaluate(
      ({ BrowserWindow }, next) => BrowserWindow.getAllWindows()[0]?.setBounds(next),
      moved,
    );
    await expect.poll(() => bounds(first.app)).toEqual(moved);
    await first.close();

    const second = await launchApp();
    expect(await bounds(second.app)).toEqual(moved);
  });

  test('cannot be made smaller than 960×600', async ({ launchApp }) => {
    const { app } = await launchApp();
    const minimum = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getMinimumSize(),
    );
    expect(minimum).toEqual([960, 600]);
  });

  test('shows the same page for a route that is loaded directly', async ({ launchApp }) => {
    const { page } = await launchApp();
    await page.evaluate(() =>
      history.replaceState(null, '', '/traces/0af7651916cd43dd8448eb211c80319c'),
    );
    await page.reload();
    expect(new URL(page.url()).pathname).toBe('/traces/0af7651916cd43dd8448eb211c80319c');
    await expect(page).toHaveTitle(/Otelier/);
  });
});

test.describe('a page that is loaded again', () => {
  test('is told the state of the engine and connects to it', async ({ launchApp }) => {
    const { page } = await launchApp();
    await connectsToEngine(page);
    await page.reload();
    const states = await collect(page, 'engineState');
    await expect.poll(states).toEqual([{ state: 'running' }]);
    await expect(listening(page)).toBeVisible();
  });

  test('comes back by itself when its process dies', async ({ launchApp, expectedProblems }) => {
    expectedProblems.push(/the page's process is gone/);
    const { app, page } = await launchApp();
    await expect(listening(page)).toBeVisible();
    const state = () =>
      app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        return { pid: contents?.getOSProcessId(), loading: contents?.isLoading() };
      });
    const { pid: died } = await state();
    process.kill(died!, 'SIGKILL');
    await expect.poll(async () => (await state()).pid !== died).toBe(true);
    await expect.poll(async () => (await state()).loading).toBe(false);
    // Playwright's page died with the process; Electron's is asked in its place.
    const text = () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText'),
      );
    await expect.poll(text).toContain('Listening');
  });
});

test.describe('menu', () => {
  test('sends the chosen command to the window', async ({ launchApp }) => {
    const { app, page } = await launchApp();
    const commands = await collect(page, 'command');
    await app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()?.getMenuItemById('go.import')?.click(),
    );
    await expect.poll(commands).toEqual(['go.import']);
  });

  test('ticks the theme that is set', async ({ launchApp }) => {
    const { app, page } = await launchApp({ theme: 'light' });
    const ticked = (id: string) =>
      app.evaluate(
        ({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.checked,
        id,
      );
    expect(await ticked('theme.light')).toBe(true);
    await page.evaluate(() =>
      (window as unknown as ShellWindow).otelier.invoke('settings.set', { theme: 'dark' }),
    );
    await expect.poll(() => ticked('theme.dark')).toBe(true);
  });
});

test.describe('settings', () => {
  test('survive a restart; changing one leaves the others', async ({ launchApp }) => {
    const first = await launchApp({ settings: { density: 'roomy' } });
    const changed = await first.page.evaluate(() =>
      (window as unknown as ShellWindow).otelier.invoke('settings.set', { inspectorWidth: 600 }),
    );
    expect(changed).toMatchObject({ density: 'roomy', inspectorWidth: 600 });
    await first.close();

    const second = await launchApp();
    const kept = await second.page.evaluate(() =>
      (window as unknown as ShellWindow).otelier.invoke('settings.get', {}),
    );
    expect(kept).toEqual(changed);
  });
});
