/** Pictures, sounds and documents in messages of real programs, and what is wrong with some. */
import { readFileSync } from 'node:fs';

import type { Locator } from '@playwright/test';

import { expect, screenshotBoth, test, type RunningApp } from './fixtures';
import { violations } from './fixtures/axe';
import { openTrace } from './fixtures/open-trace';
import { makeSpan, newTraceId, post, traceRequest } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceView } from './pages/trace-view';

/** Sends what a program emitted; opens the trace that has the span, at the span's messages. */
async function openCapture(app: RunningApp, name: string, span: string): Promise<TraceView> {
  await untilListening(app.page);
  const lines = readFileSync(`${import.meta.dirname}/agents/captures/${name}.jsonl`, 'utf8');
  for (const line of lines.trim().split('\n')) await post(app.httpPort, JSON.parse(line));
  const at = lines.indexOf(`"name":"${span}"`);
  const traceId = /.*"traceId":"(\w+)"/s.exec(lines.slice(0, at))![1]!;
  const view = new TraceView(app.page);
  await view.openById(traceId);
  await view.span(span).click();
  await expect(view.tab('Messages')).toHaveAttribute('aria-selected', 'true');
  return view;
}

/** Waits for a picture or sound that came from its bytes. */
async function expectPicture(picture: Locator, width: number): Promise<void> {
  await expect
    .poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth))
    .toBe(width);
}

async function expectSound(sound: Locator, seconds: number): Promise<void> {
  await expect(sound).toBeVisible();
  await expect
    .poll(() => sound.evaluate((one: HTMLAudioElement) => one.duration))
    .toBeCloseTo(seconds, 2);
}

/** Saves by the button and gives what was written. */
async function saved({ app }: RunningApp, button: Locator, folder: string): Promise<Buffer> {
  const path = `${folder}/saved`;
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await button.click();
  await expect.poll(() => readFileSync(path, { flag: 'a+' }).length).toBeGreaterThan(0);
  return readFileSync(path);
}

test('shows what was sent to OpenAI, plays it, and fetches nothing', async ({
  launchApp,
  tempDir,
}) => {
  const app = await launchApp();
  const asked: string[] = [];
  app.page.on('request', (request) => asked.push(request.url()));
  const view = await openCapture(app, 'otel-genai-attachments', 'chat gpt-4o-audio-preview');
  const card = view.panel.getByRole('article', { name: 'User' });
  await expectPicture(card.getByRole('img', { name: 'From the message, image/png' }), 48);
  const sound = card.getByLabel('Sound of the message');
  await expectSound(sound, 0.5);
  await expect(card).toContainText('Sound, audio/wav, 500\u00a0ms, 4.0\u00a0KB');
  await sound.evaluate((one: HTMLAudioElement) => one.play());
  await expect.poll(() => sound.evaluate((one: HTMLAudioElement) => one.ended)).toBe(true);

  await expect(card).toContainText(/File, application\/pdf, \d+\u00a0B/);
  const document = await saved(app, card.getByRole('button', { name: 'Save' }).last(), tempDir);
  expect(document.toString('latin1')).toMatch(/^%PDF-1\.4[^]*%%EOF\n$/);

  // What is elsewhere stays there.
  await expect(card.getByRole('button', { name: 'https://example.com/far.png' })).toBeVisible();
  await expect(card).toContainText('Not fetched: only its address was recorded.');
  await expect(card).toContainText('id file-hours');
  await expect(card).toContainText('Only its id was recorded');
  expect(asked.filter((url) => !/^(app|blob|data):/.test(url))).toEqual([]);
  await screenshotBoth(app.page, 'attachments-openai');
  expect(await violations(app.page)).toEqual([]);
});

test('shows what was sent to Anthropic, a text as text', async ({ launchApp }) => {
  const app = await launchApp();
  const view = await openCapture(app, 'otel-genai-attachments', 'chat claude-sonnet-4-5');
  const card = view.panel.getByRole('article', { name: 'User' });
  await expect(card).toContainText('Lunch is at noon.');
  await expect(card).toContainText(/File, application\/pdf, \d+\u00a0B/);
  await expect(card.getByRole('button', { name: 'https://example.com/far.pdf' })).toBeVisible();
  await expectPicture(card.getByRole('img', { name: 'From the message, image/png' }), 48);
  await screenshotBoth(app.page, 'attachments-anthropic');
  expect(await violations(app.page)).toEqual([]);
});

for (const span of ['GenerateContent', 'ChatCompletion']) {
  test(`shows sound and document that OpenInference leaves to the request: ${span}`, async ({
    launchApp,
  }) => {
    const app = await launchApp();
    const view = await openCapture(app, 'openinference-attachments', span);
    const card = view.panel.getByRole('article', { name: 'User' });
    await expectPicture(card.getByRole('img', { name: 'From the message, image/png' }), 48);
    await expectSound(card.getByLabel('Sound of the message'), 0.5);
    await expect(card).toContainText(/File, application\/pdf, \d+\u00a0B/);
    if (span === 'ChatCompletion') await expect(card).toContainText('hours.pdf');
    await screenshotBoth(app.page, `attachments-${span}`);
    await app.page.getByRole('radio', { name: 'Transcript' }).click();
    const step = app.page.getByRole('feed', { name: 'Transcript' });
    await expectSound(step.getByLabel('Sound of the message').first(), 0.5);
  });
}

test('says what is wrong with media', async ({ launchApp }) => {
  const lines = readFileSync(
    `${import.meta.dirname}/agents/captures/otel-genai-attachments.jsonl`,
    'utf8',
  );
  const contentOf = (start: string): string => new RegExp(`${start}[\\w+/=]+`).exec(lines)![0];
  const [png, wav, pdf] = ['iVBOR', 'UklGR', 'JVBER'].map(contentOf) as [string, string, string];
  const blob = (mime_type: string, content: string, more: object = {}): object => ({
    type: 'blob',
    modality: mime_type.split('/')[0],
    mime_type,
    content,
    ...more,
  });
  const parts = [
    blob('image/png', 'no base64 at all!'),
    blob('image/png', '<redacted>'),
    blob('image/jpeg', png),
    blob('image/png', png.slice(0, png.length / 2)),
    blob('audio/wav', wav.slice(0, 2000), { byte_size: 4044 }),
    blob('application/pdf', pdf.slice(0, 200)),
    blob('image/png', Buffer.from('not a picture').toString('base64')),
  ];
  const traceId = newTraceId();
  const span = makeSpan({
    traceId,
    name: 'chat gpt-4.1',
    startMs: Date.now() - 1000,
    durationMs: 900,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4.1',
      'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts }]),
    },
  });
  const { app, view } = await openTrace(launchApp, traceId, traceRequest('svc', [span]));
  const card = view.panel.getByRole('article', { name: 'User' });
  for (const note of [
    'Its content is not valid Base64, so it cannot be shown.',
    'The sender took its content out and left a mark in its place.',
    'Sent as image/jpeg, but its bytes are image/png.',
    'Cut before it got here: its end is missing.',
    /Cut before it got here: 1\.5\u00a0KB of 4\.0\u00a0KB are left\./,
    'The image could not be decoded.',
  ]) {
    await expect(card.getByText(note).first()).toBeVisible();
  }
  // What can be shown is.
  await expectPicture(card.getByRole('img', { name: 'From the message, image/png' }).first(), 48);
  await expect(card.getByText('its end is missing')).toHaveCount(2);
  await screenshotBoth(app.page, 'attachments-problems');
  expect(await violations(app.page)).toEqual([]);
});
