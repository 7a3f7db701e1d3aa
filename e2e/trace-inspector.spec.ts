/** The inspector of a span: exceptions, logs, links, and all that OTLP has. */
import { execFileSync } from 'node:child_process';

import { expect, screenshotBoth, test } from './fixtures';
import { sendAgentRun } from './fixtures/agent-run';
import { stackTrace } from './fixtures/agent-story';
import {
  keyValues,
  logRequest,
  makeSpan,
  newSpanId,
  newTraceId,
  post,
  unixNano,
} from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceView } from './pages/trace-view';
import { openAgentRun, openTrace, clipboard } from './fixtures/open-trace';

test('shows exceptions with their stack, and the log records of span and trace', async ({
  launchApp,
}) => {
  const { app, view, run } = await openAgentRun(launchApp);
  const { page } = app;
  await view.span('execute_tool run_tests').click();
  await expect(view.tab('Events')).toContainText('1');
  await page.keyboard.press('3');
  const event = view.panel.getByRole('listitem').first();
  await expect(event).toContainText('sqlite3.OperationalError: database is locked');
  await expect(event.getByRole('group', { name: 'Stack trace' })).toHaveText(stackTrace);
  await screenshotBoth(page, 'trace-exception');

  await page.keyboard.press('5');
  const records = view.panel.getByRole('listitem');
  await expect(records).toHaveCount(2);
  await expect(records.nth(0)).toContainText('collected 12 items');
  await expect(records.nth(1)).toContainText('ERROR');
  await records.nth(1).getByRole('button', { name: 'Unfold log record' }).click();
  await expect(records.nth(1)).toContainText('code.function.name');
  await screenshotBoth(page, 'trace-logs');
  await view.panel.getByText('Whole trace').click();
  await expect(view.panel.getByRole('button', { name: 'Go to span' })).toHaveCount(3);
  await view.panel.getByRole('button', { name: 'Go to span' }).last().click();
  await view.expectSelected('execute_tool run_tests again');
  await expect(page).toHaveURL(
    new RegExp(`span=${run.spanIds.get('execute_tool run_tests again')}`),
  );
});

test('follows a link to another trace and comes back', async ({ launchApp }) => {
  const { app, view, run } = await openAgentRun(launchApp);
  const { page } = app;
  const spanId = run.spanIds.get('chat claude-sonnet-4-5')!;
  const second = await sendAgentRun(app.httpPort, { traceId: run.traceId, spanId });
  await view.openById(second.traceId);
  await expect(page).toHaveURL(new RegExp(second.traceId));
  await view.span('execute_tool run_tests').click();
  await view.openTab('Links');
  const link = view.panel.getByRole('listitem').first();
  await expect(link).toContainText('Span of another trace');
  await expect(link).toContainText(run.traceId);
  await expect(link).toContainText('retry of');
  await screenshotBoth(page, 'trace-link');
  await link.getByRole('button', { name: 'Go to span' }).click();
  await expect(page).toHaveURL(new RegExp(`${run.traceId}\\?span=${spanId}`));
  await view.expectSelected('chat claude-sonnet-4-5');
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await view.expectSelected('execute_tool run_tests');
  await expect(view.tab('Links')).toHaveAttribute('aria-selected', 'true');
});

/** One span that has something in every field of OTLP. */
function fullRequest(traceId: string, spanId: string) {
  const startMs = 1_787_000_000_123.456;
  const span = {
    traceId,
    spanId,
    parentSpanId: newSpanId(),
    traceState: 'vendor=1,other=2',
    flags: 0x301,
    name: 'everything "quoted" it\'s ✓ 🙂',
    kind: 3,
    startTimeUnixNano: '1787000000123456789',
    endTimeUnixNano: '1787000001123456790',
    attributes: [
      ...keyValues({
        text: 'two\nlines',
        empty: '',
        greatest: { intValue: '9223372036854775807' },
        ratio: 0.1,
        whole: { doubleValue: 3 },
        infinite: { doubleValue: 'Infinity' },
        flag: false,
        bytes: { bytesValue: 'AAEC/w==' },
        nothing: {},
        list: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '0' }, {}] } },
        map: { kvlistValue: { values: keyValues({ 'deep.key': { arrayValue: {} } }) } },
        json: '{"city":"Lisbon","nested":{"n":[1,2,3]}}',
      }),
      { key: 'twice', value: { stringValue: 'first' } },
      { key: 'twice', value: { stringValue: 'second' } },
      { key: '__proto__', value: { stringValue: 'not a prototype' } },
    ],
    droppedAttributesCount: 4,
    events: [
      {
        timeUnixNano: unixNano(startMs + 5),
        name: 'gen_ai.choice',
        attributes: keyValues({ index: 1 }),
        droppedAttributesCount: 1,
      },
    ],
    droppedEventsCount: 2,
    links: [
      {
        traceId: newTraceId(),
        spanId: newSpanId(),
        traceState: 'a=b',
        attributes: keyValues({ why: 'batch' }),
        droppedAttributesCount: 1,
        flags: 1,
      },
    ],
    droppedLinksCount: 3,
    status: { code: 2, message: 'it failed' },
    futureField: { ofAnother: ['version', 1] },
  };
  return {
    resourceSpans: [
      {
        resource: {
          attributes: keyValues({ 'service.name': 'everything', 'host.name': 'build-7' }),
          droppedAttributesCount: 1,
        },
        scopeSpans: [
          {
            scope: {
              name: '@scope/instrumentation',
              version: '2.1.0',
              attributes: keyValues({ 'scope.kind': 'manual' }),
              droppedAttributesCount: 2,
            },
            spans: [span],
            schemaUrl: 'https://opentelemetry.io/schemas/1.30.0',
          },
        ],
        schemaUrl: 'https://opentelemetry.io/schemas/1.29.0',
      },
    ],
  };
}

test('shows a span whole: values, resource, scope, and OTLP JSON equal to what was sent', async ({
  launchApp,
}) => {
  const traceId = newTraceId();
  const spanId = newSpanId();
  const sent = fullRequest(traceId, spanId);
  const { app, view } = await openTrace(launchApp, traceId, sent);
  const { page } = app;
  await expect(view.attribute('greatest')).toContainText('9223372036854775807');
  await expect(view.attribute('infinite')).toContainText('Infinity');
  await expect(view.attribute('bytes')).toContainText('000102ff');
  await expect(view.attribute('nothing')).toContainText('(no value)');
  await expect(view.attribute('empty')).toContainText('(empty)');
  await expect(view.attribute('twice')).toHaveCount(2);
  await expect(view.attribute('__proto__')).toContainText('not a prototype');
  await expect(view.panel).toContainText('4 attributes were dropped by the SDK');
  await expect(view.panel).toContainText(/Raw shows them: members of the JSON \(\d+\sB\)\./);
  await view.attribute('json').getByRole('button', { name: 'Unfold json' }).click();
  await expect(view.attribute('json')).toContainText('"Lisbon"');
  await screenshotBoth(page, 'trace-attributes');

  await view.openTab('Resource');
  await expect(view.attribute('host.name')).toContainText('build-7');
  await expect(view.attribute('scope.kind')).toContainText('manual');
  await expect(view.fact('Version')).toHaveText('2.1.0');
  await expect(view.fact('Trace state')).toHaveText('vendor=1,other=2');
  await expect(view.fact('Flags')).toHaveText('0x301, sampled, remote parent');
  await expect(view.fact('By')).toHaveText('HTTP, JSON');
  await expect(view.panel).toContainText('https://opentelemetry.io/schemas/1.29.0');
  await expect(view.panel).toContainText('https://opentelemetry.io/schemas/1.30.0');
  await screenshotBoth(page, 'trace-resource');

  await view.openTab('Raw');
  expect(JSON.parse(await view.rawText())).toEqual(sent);
  await screenshotBoth(page, 'trace-raw');
  await view.panel.getByRole('button', { name: 'Copy OTLP JSON' }).click();
  await expect(view.panel.getByRole('button', { name: 'Copy OTLP JSON' })).toHaveText('Copied');
  expect(JSON.parse(await clipboard(app))).toEqual(sent);
});

test('copies values and the span in several forms', async ({ launchApp }) => {
  const traceId = newTraceId();
  const spanId = newSpanId();
  const sent = fullRequest(traceId, spanId);
  const { app, view } = await openTrace(launchApp, traceId, sent);
  const { page } = app;
  const { keyboard } = page;

  await view.tree.focus();
  await keyboard.press('Enter');
  await expect(view.panel.getByRole('listitem').first()).toBeFocused();
  await view.attribute('text').click();
  await keyboard.press('ControlOrMeta+c');
  await expect(view.toasts).toContainText('Value copied.');
  expect(await clipboard(app)).toBe('two\nlines');
  await view.attribute('greatest').hover();
  await view.attribute('greatest').getByRole('button', { name: 'Copy value of greatest' }).click();
  await expect.poll(() => clipboard(app)).toBe('9223372036854775807');

  const copyAs = async (form: string, said = `Copied as ${form}.`) => {
    await keyboard.press('ControlOrMeta+Shift+c');
    await page.getByRole('menuitem', { name: form, exact: true }).click();
    await expect(view.toasts).toContainText(said);
    return clipboard(app);
  };
  expect(JSON.parse(await copyAs('OTLP JSON'))).toEqual(sent);
  expect(JSON.parse(await copyAs('JSON'))).toMatchObject({ traceId, spanId, kind: 'client' });
  expect(await copyAs('Markdown')).toContain('| flag | false |');
  expect(await copyAs('Link', 'Link copied.')).toBe(`/traces/${traceId}?span=${spanId}`);

  // The shell hands the command's words over as they were sent.
  const command = await copyAs('cURL that sends it again');
  const shell = `curl() { printf '%s\\0' "$@"; cat; }\n${command}`;
  const words = execFileSync('sh', ['-c', shell], { encoding: 'utf8', input: '' }).split('\0');
  expect(words).toContain(`http://127.0.0.1:${app.httpPort}/v1/traces`);
  expect(words).toContain('Content-Type: application/json');
  const bodies = words.filter((word) => word.startsWith('{'));
  expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([sent]);
});

test('names the fields of a newer OTLP version and keeps them', async ({ launchApp }) => {
  const traceId = newTraceId();
  const field = (number: number, bytes: Buffer): Buffer => {
    const tag = number * 8 + 2;
    const varint = tag < 128 ? [tag] : [(tag & 127) | 128, tag >> 7];
    return Buffer.concat([Buffer.from([...varint, bytes.length]), bytes]);
  };
  const span = Buffer.concat([
    field(1, Buffer.from(traceId, 'hex')),
    field(2, Buffer.from(newSpanId(), 'hex')),
    field(5, Buffer.from('from the future')),
    field(99, Buffer.from('something new')),
  ]);
  const app = await launchApp();
  await untilListening(app.page);
  const response = await fetch(`http://127.0.0.1:${app.httpPort}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: new Uint8Array(field(1, field(2, field(2, span)))),
  });
  expect(response.status).toBe(200);
  const view = new TraceView(app.page);
  await view.openById(traceId);
  await view.expectSelected('from the future');
  // It has no times either.
  await expect(app.page.locator('header').getByText('no start time')).toBeVisible();
  await expect(view.panel).toContainText(
    /Fields of a newer OTLP version were kept, and Raw shows them: 99 \(\d+\sB\)\./,
  );
  await screenshotBoth(app.page, 'trace-unknown-fields');
  await view.openTab('Raw');
  const raw = await view.rawText();
  const unknown = Buffer.from(/"base64": "(.*?)"/.exec(raw)![1]!, 'base64');
  expect(unknown).toEqual(field(99, Buffer.from('something new')));
});

test('S12 shows markup from senders as text, and offers links to the web only', async ({
  launchApp,
}) => {
  const markup = (where: string) =>
    `<img src=x onerror="window.ran='${where}'"><b>${where}</b><script>window.ran='${where}'</script>`;
  const traceId = newTraceId();
  const spanId = newSpanId();
  const startMs = Date.now() - 5000;
  const span = makeSpan({
    traceId,
    spanId,
    name: markup('name'),
    startMs,
    durationMs: 2000,
    error: markup('status'),
    attributes: {
      [markup('key')]: markup('value'),
      json: JSON.stringify({ [markup('json key')]: markup('json value') }),
      'link.web': 'https://example.com/docs?q=1',
      'link.script': "javascript:window.ran='link'",
      'link.file': 'file:///etc/hostname',
      'link.data': 'data:text/html,<script>window.ran=1</script>',
      'link.app': 'app://otelier/index.html',
    },
    as: {
      traceState: markup('trace state'),
      events: [
        {
          timeUnixNano: unixNano(startMs + 1),
          name: 'exception',
          attributes: keyValues({
            'exception.type': markup('exception type'),
            'exception.message': markup('exception message'),
            'exception.stacktrace': `at ${markup('stack')} (run.js:1:1)`,
          }),
        },
        { timeUnixNano: unixNano(startMs + 2), name: markup('event') },
      ],
      links: [{ traceId, spanId, traceState: markup('link state') }],
    },
  });
  const app = await launchApp();
  const { page } = app;
  await untilListening(page);
  await post(app.httpPort, {
    resourceSpans: [
      {
        resource: { attributes: keyValues({ 'service.name': markup('service') }) },
        schemaUrl: markup('schema'),
        scopeSpans: [
          { scope: { name: markup('scope'), version: markup('version') }, spans: [span] },
        ],
      },
    ],
  });
  const record = {
    timeUnixNano: unixNano(startMs),
    severityText: markup('severity'),
    eventName: markup('log event'),
    body: { stringValue: markup('log body') },
    traceId,
    spanId,
  };
  await post(app.httpPort, logRequest(markup('service'), [record]), '/v1/logs');

  const row = page.getByRole('row').filter({ hasText: markup('name') });
  await expect(row).toContainText(markup('service'));
  await screenshotBoth(page, 'markup-list');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('onerror');
  await expect(page.getByRole('option').first()).toContainText(markup('name'));
  await page.keyboard.press('Escape');
  await row.click();

  const view = new TraceView(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(markup('name'));
  await expect(view.spans).toContainText(markup('name'));
  await expect(view.inspector).toContainText(markup('status'));
  await expect(view.panel).toContainText(markup('key'));
  await expect(view.panel).toContainText(markup('value'));
  await view.attribute('json').getByRole('button', { name: 'Unfold json' }).click();
  await expect(
    view
      .attribute('json')
      .getByText(/json value/)
      .last(),
  ).toBeVisible();
  await screenshotBoth(page, 'markup-trace');
  const shown: readonly (readonly [string, readonly string[]])[] = [
    ['Events', ['event', 'exception type', 'exception message', 'stack']],
    ['Links', ['link state']],
    ['Logs', ['log body', 'log event', 'severity']],
    ['Resource', ['service', 'schema', 'scope', 'version', 'trace state']],
  ];
  for (const [tab, texts] of shown) {
    await view.openTab(tab);
    for (const where of texts) await expect(view.panel).toContainText(markup(where));
  }
  await view.openTab('Raw');
  await expect(view.panel).toContainText('<script>');
  const made = await page.evaluate(() => ({
    ran: (window as { ran?: string }).ran ?? null,
    elements: document.querySelectorAll('img, b b, [onerror], body script').length,
  }));
  expect(made).toEqual({ ran: null, elements: 0 });

  await view.openTab('Attributes');
  const openers = view.panel.getByRole('button', { name: 'Open link' });
  await expect(openers).toHaveCount(1);
  await expect(view.attribute('link.web').getByRole('button', { name: 'Open link' })).toBeVisible();
  await app.app.evaluate(({ dialog, shell }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = ((_window: unknown, options: { message: string }) => {
      asked.push(options.message);
      return Promise.resolve({ response: 0, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
    shell.openExternal = (url) => Promise.resolve(void asked.push(url));
  });
  await openers.click();
  const asked = () => app.app.evaluate(() => (globalThis as { asked?: string[] }).asked);
  await expect
    .poll(asked)
    .toEqual(['Open example.com in your browser?', 'https://example.com/docs?q=1']);
});
