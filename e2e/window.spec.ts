import type { Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { violations } from './fixtures/axe';

async function useTheme(page: Page, theme: 'Dark' | 'Light'): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: theme }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
}

test('opens an empty store on the welcome page, with the ports it listens on', async ({
  launchApp,
}) => {
  const { page, httpPort, grpcPort } = await launchApp();
  await expect(page.getByRole('heading', { name: 'Waiting for the first trace' })).toBeVisible();
  await expect(page.getByRole('code')).toHaveText([
    `http://localhost:${httpPort}`,
    `localhost:${grpcPort}`,
  ]);
  await expect(page.getByRole('region', { name: 'OTel env vars, block 1 of 2' })).toContainText(
    `OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:${httpPort}\n`,
  );
});

test('has no accessibility violation on any page, in either theme', async ({ launchApp }) => {
  const { page } = await launchApp();
  await page.getByRole('button', { name: 'Load sample traces' }).click();
  await expect(page.getByRole('link', { name: 'Traces' })).toHaveAttribute('aria-current', 'page');
  for (const theme of ['Dark', 'Light'] as const) {
    await useTheme(page, theme);
    for (const view of ['Connect', 'Import', 'Settings', 'Traces']) {
      await page.getByRole('link', { name: view, exact: true }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      expect(await violations(page), `${view}, ${theme}`).toEqual([]);
    }
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox').fill('theme');
    await expect(page.getByRole('option').first()).toBeVisible();
    expect(await violations(page), `palette, ${theme}`).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'All keys' })).toBeVisible();
    expect(await violations(page), `keys, ${theme}`).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('fits the smallest window and twice the text size without scrolling the window', async ({
  launchApp,
}) => {
  const { app, page } = await launchApp();
  for (const [width, height, zoom] of [
    [960, 600, 1],
    [1440, 900, 2],
  ] as const) {
    await app.evaluate(
      ({ BrowserWindow }, size) => {
        const [window] = BrowserWindow.getAllWindows();
        window?.setContentSize(size.width, size.height);
        window?.webContents.setZoomFactor(size.zoom);
      },
      { width, height, zoom },
    );
    for (const view of ['Connect', 'Import', 'Settings']) {
      await page.getByRole('link', { name: view, exact: true }).click();
      await expect
        .poll(() =>
          page.evaluate(() => {
            const { scrollWidth, clientWidth, scrollHeight, clientHeight } =
              document.documentElement;
            return scrollWidth > clientWidth || scrollHeight > clientHeight;
          }),
        )
        .toBe(false);
    }
  }
});

test('goes back and forward through views, with keys as with buttons', async ({ launchApp }) => {
  const { page } = await launchApp();
  const current = page.getByRole('navigation', { name: 'Location' });
  await expect(current).toHaveText('Connect');
  await page.getByRole('link', { name: 'Import' }).click();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(current).toHaveText('Settings');
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(current).toHaveText('Import');
  await page.keyboard.press('ControlOrMeta+]');
  await expect(current).toHaveText('Settings');
  await page.keyboard.press('ControlOrMeta+[');
  await page.keyboard.press('ControlOrMeta+[');
  await expect(current).toHaveText('Connect');
  await expect(page.getByRole('button', { name: 'Back' })).toBeDisabled();
});
