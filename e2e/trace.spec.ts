/** The trace view on real data: tree, time, inspector, oddities, growth, size, the route. */
import { execFileSync } from 'node:child_process';

import { expect, screenshotBoth, test, type RunningApp } from './fixtures';
import { sendAgentRun, stackTrace, toolService, type AgentRun } from './fixtures/agent-run';
import {
  keyValues,
  logRequest,
  makeSpan,
  newSpanId,
  newTraceId,
  post,
  traceRequest,
  unixNano,
} from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceView } from './pages/trace-view';

type Launch = () => Promise<RunningApp>;

interface Opened {
  readonly app: RunningApp;
  readonly view: TraceView;
}

/** Starts the app with an agent's run, and opens it from the list. */
async function openAgentRun(launchApp: Launch): Promise<Opened & { readonly run: AgentRun }> {
  const app = await launchApp();
  await untilListening(app.page);
  const run = await sendAgentRun(app.httpPort);
  const view = new TraceView(app.page);
  await app.page.getByRole('row').filter({ hasText: 'research_assistant' }).click();
  await expect(view.spans).toHaveCount(run.spanCount);
  return { app, view, run };
}

/** Starts the app, sends it one request and opens the trace. */
async function openTrace(
  launchApp: Launch,
  traceId: string,
  ...requests: object[]
): Promise<Opened> {
  const app = await launchApp();
  await untilListening(app.page);
  for (const request of requests) await post(app.httpPort, request);
  const view = new TraceView(app.page);
  await view.openById(traceId);
  await expect(view.tree).toBeVisible();
  return { app, view };
}

function clipboard({ app }: RunningApp): Promise<string> {
  return app.evaluate(({ clipboard: system }) => system.readText());
}

test('folds and unfolds by keyboard and mouse', async ({ launchApp }) => {
  const { app, view, run } = await openAgentRun(launchApp);
  const { keyboard } = app.page;
  await screenshotBoth(app.page, 'trace');
  const coder = view.span('invoke_agent coder');
  await coder.click();
  await keyboard.press('ArrowLeft');
  await expect(coder).toHaveAttribute('aria-expanded', 'false');
  await expect(coder).toContainText('7 spans');
  await expect(view.spans).toHaveCount(run.spanCount - 7);
  await keyboard.press('ArrowRight');
  await expect(coder).toHaveAttribute('aria-expanded', 'true');
  await keyboard.press('ArrowRight');
  await view.expectSelected('chat qwen2.5-coder:14b');
  await keyboard.press('ArrowLeft');
  await view.expectSelected('invoke_agent coder');

  await view.twist('invoke_agent researcher').click();
  await expect(view.span('invoke_agent researcher')).toHaveAttribute('aria-expanded', 'false');
  await view.expectSelected('invoke_agent coder');
  await expect(view.tree).toBeFocused();
  await keyboard.press('e');
  await expect(view.spans).toHaveCount(run.spanCount - 11);
  await screenshotBoth(app.page, 'trace-folded');
  await keyboard.press('Home');
  await view.expectSelected('invoke_agent research_assistant');
  await keyboard.press('Shift+E');
  await view.expectNames(['invoke_agent research_assistant']);
  await keyboard.press('Shift+E');
  await expect(view.spans).toHaveCount(run.spanCount);

  await app.page.getByRole('button', { name: 'Collapse all' }).click();
  await expect(view.spans).toHaveCount(1);
  await app.page.getByRole('button', { name: 'Expand all' }).click();
  await expect(view.spans).toHaveCount(run.spanCount);
});

test('goes among siblings, errors and what is found', async ({ launchApp }) => {
  const { app, view } = await openAgentRun(launchApp);
  const { page } = app;
  const { keyboard } = page;
  await view.span('invoke_agent coder').click();
  await keyboard.press(']');
  await view.expectSelected('chain write_answer');
  await keyboard.press('[');
  await keyboard.press('[');
  await view.expectSelected('invoke_agent researcher');
  await view.inspector.getByRole('button', { name: 'Next sibling' }).click();
  await view.expectSelected('invoke_agent coder');

  // From the end around to the first, also into what is folded.
  await view.twist('invoke_agent researcher').click();
  await keyboard.press('End');
  await keyboard.press('x');
  await view.expectSelected('execute_tool web_search');
  await expect(view.span('invoke_agent researcher')).toHaveAttribute('aria-expanded', 'true');
  await keyboard.press('x');
  await view.expectSelected('GET /search');
  await page.getByRole('button', { name: 'Next error' }).click();
  await view.expectSelected('execute_tool run_tests');
  await keyboard.press('Shift+X');
  await view.expectSelected('GET /search');

  await keyboard.press('Home');
  await keyboard.press('/');
  await keyboard.type('QWEN');
  await keyboard.press('Enter');
  await expect(page.getByText('1 of 2')).toBeVisible();
  await view.expectSelected('chat qwen2.5-coder:14b');
  await keyboard.press('Enter');
  await expect(page.getByText('2 of 2')).toBeVisible();
  await expect(view.tree.locator('mark')).toHaveText(['qwen', 'qwen']);
  await screenshotBoth(page, 'trace-found');
  await view.find.fill(toolService);
  await expect(page.getByText('7', { exact: true }).last()).toBeVisible();
  await keyboard.press('Escape');
  await expect(view.find).toHaveValue('');
});

test('zooms by keys, wheel, overview and ruler, and shows all again', async ({ launchApp }) => {
  const { app, view } = await openAgentRun(launchApp);
  const { page } = app;
  const { keyboard, mouse } = page;
  const width = async () => {
    const { from, to } = await view.timeWindow();
    return to - from;
  };
  const whole = { from: 0, to: 1 };
  expect(await view.timeWindow()).toEqual(whole);
  const ticks = await view.ruler.innerText();
  expect(ticks).toContain('20\u00a0s');
  const bars = await view.bars();

  await view.span('invoke_agent coder').click();
  await keyboard.press('+');
  await keyboard.press('+');
  await expect.poll(width).toBeCloseTo(1 / 1.6 / 1.6, 2);
  await expect.poll(() => view.ruler.innerText()).not.toBe(ticks);
  await expect.poll(() => view.bars()).not.toBe(bars);
  await screenshotBoth(page, 'trace-zoomed');
  await keyboard.press('-');
  await expect.poll(width).toBeCloseTo(1 / 1.6, 2);
  await keyboard.press('0');
  await expect.poll(() => view.timeWindow()).toEqual(whole);
  await expect(view.ruler).toHaveText(ticks.replaceAll('\n', ''));

  // Ctrl and the wheel keep the time under the pointer where it is.
  const ruler = (await view.ruler.boundingBox())!;
  await mouse.move(ruler.x + ruler.width * 0.75, ruler.y + 200);
  await keyboard.down('Control');
  await mouse.wheel(0, -200);
  await keyboard.up('Control');
  await expect.poll(width).toBeLessThan(0.8);
  const zoomed = await view.timeWindow();
  expect(zoomed.from + 0.75 * (zoomed.to - zoomed.from)).toBeCloseTo(0.75, 2);
  await keyboard.down('Shift');
  await mouse.wheel(0, -400);
  await keyboard.up('Shift');
  await expect.poll(async () => (await view.timeWindow()).from).toBeLessThan(zoomed.from);
  await keyboard.press('0');

  await view.drag(view.overview, 0.25, 0.5);
  await expect.poll(async () => (await view.timeWindow()).from).toBeCloseTo(0.25, 2);
  expect((await view.timeWindow()).to).toBeCloseTo(0.5, 2);
  await view.drag(view.overview, 0.4, 0.6);
  await expect.poll(async () => (await view.timeWindow()).from).toBeCloseTo(0.45, 2);
  expect(await width()).toBeCloseTo(0.25, 2);
  await view.drag(view.overview, 0.7, 0.9);
  await expect.poll(async () => (await view.timeWindow()).to).toBeCloseTo(0.9, 2);
  expect(await width()).toBeCloseTo(0.45, 2);
  await view.overview.locator('..').dblclick();
  await expect.poll(() => view.timeWindow()).toEqual(whole);

  await view.drag(view.ruler, 0.5, 0.75);
  await expect.poll(async () => (await view.timeWindow()).from).toBeCloseTo(0.5, 2);
  expect((await view.timeWindow()).to).toBeCloseTo(0.75, 2);
  await view.ruler.dblclick();
  await expect.poll(() => view.timeWindow()).toEqual(whole);
  await view.span('execute_tool run_tests').dblclick();
  await expect.poll(width).toBeLessThan(0.15);
});

test('draws the critical path or leaves it out', async ({ launchApp }) => {
  const { app, view } = await openAgentRun(launchApp);
  const { page } = app;
  const button = page.getByRole('button', { name: /Critical path/ });
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  const withPath = await view.bars();
  await page.keyboard.press('p');
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => view.bars()).not.toBe(withPath);
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => view.bars()).toBe(withPath);
});

test('shows orphans, skewed clocks and impossible times as they are, and says so', async ({
  launchApp,
}) => {
  const traceId = newTraceId();
  const rootId = newSpanId();
  const missingId = newSpanId();
  const startMs = Date.now() - 60_000;
  const span = (name: string, fromMs: number, durationMs: number, as: object = {}) =>
    makeSpan({
      traceId,
      parentSpanId: rootId,
      name,
      startMs: startMs + fromMs,
      durationMs,
      as: { ...as },
    });
  const root = makeSpan({ traceId, spanId: rootId, name: 'run', startMs, durationMs: 1000 });
  const { app, view } = await openTrace(
    launchApp,
    traceId,
    traceRequest('here', [
      root,
      span('orphan', 400, 100, { parentSpanId: missingId }),
      span('backwards', 500, -200),
      span('never ended', 600, 0, { endTimeUnixNano: '0' }),
      span('no start', 0, 700, { startTimeUnixNano: '0' }),
      span('no times', 0, 0, { startTimeUnixNano: '0', endTimeUnixNano: '0' }),
      span('', 800, 10),
    ]),
    traceRequest('elsewhere', [span('skewed', -500, 300)]),
  );
  const { page } = app;
  const notice = (text: string) => page.getByRole('status').filter({ hasText: text });
  const orphans = '1 span refers to a parent that has not been received.';
  const clocks = 'Clocks differ: 1 span lies outside of its parent. Times are shown as sent.';
  const backwards = '1 span ends before the start.';
  for (const text of [orphans, clocks, backwards]) await expect(notice(text)).toBeVisible();
  // A missing time is not the year 1970.
  await expect(page.locator('header dl').first()).toContainText('1.50\u00a0s');
  await screenshotBoth(page, 'trace-odd');

  await notice(orphans).getByRole('button', { name: 'Show' }).click();
  await view.expectSelected('orphan');
  await expect(view.inspector).toContainText('Its parent has not been received.');
  await view.tree.press('ArrowLeft');
  await view.expectSelected(`missing span ${missingId}`);
  await expect(view.inspector).toContainText('it has not been received');
  await notice(clocks).getByRole('button', { name: 'Show' }).click();
  await view.expectSelected('skewed');
  await expect(view.inspector).toContainText('the clocks of the two processes differ');
  await notice(backwards).getByRole('button', { name: 'Show' }).click();
  await view.expectSelected('backwards');
  await expect(view.inspector).toContainText('It ends before it starts, as sent.');
  await expect(view.fact('Duration')).toHaveText('\u2212200\u00a0ms');
  await notice(backwards).getByRole('button', { name: 'Close' }).click();
  await expect(notice(backwards)).toBeHidden();

  await view.span('never ended').click();
  await expect(view.fact('Duration')).toHaveText('running');
  await expect(view.inspector).toContainText('No end has been received');
  await view.span('no start').click();
  await expect(view.fact('Started')).toHaveText('no start sent');
  await expect(view.fact('Duration')).toHaveText('—');
  await expect(view.span('no start')).toHaveAccessibleName(/, no start$/);
  await view.span('no times').click();
  await expect(view.inspector).toContainText('It was sent without a start time.');
  await view.span('(no name)').click();
  await expect(view.fact('Duration')).toHaveText('10\u00a0ms');
});

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

test('grows while it is read, without losing selection, folds, tab and place', async ({
  launchApp,
}) => {
  const traceId = newTraceId();
  const rootId = newSpanId();
  const startMs = Date.now() - 600_000;
  const step = (at: number, ids: { spanId?: string; parentSpanId?: string } = {}) =>
    makeSpan({
      traceId,
      parentSpanId: rootId,
      name: `step ${at}`,
      startMs: startMs + at * 1000,
      durationMs: 900,
      ...ids,
    });
  const folded = newSpanId();
  const first = [
    ...Array.from({ length: 100 }, (_, at) => step(at * 2, at === 30 ? { spanId: folded } : {})),
    step(60.1, { parentSpanId: folded }),
    step(60.2, { parentSpanId: folded }),
  ];
  const { app, view } = await openTrace(launchApp, traceId, traceRequest('growing', first));
  const { page } = app;
  await expect(page.getByText('Root span not received')).toBeVisible();
  await view.tree.hover();
  await page.mouse.wheel(0, 28 * 20);
  await expect.poll(() => view.tree.evaluate((tree) => tree.scrollTop)).toBe(28 * 20);
  await view.twist('step 60').click();
  await expect(view.span('step 60')).toHaveAttribute('aria-expanded', 'false');
  await view.span('step 70').click();
  await view.openTab('Resource');
  const place = async () => {
    const [tree, row] = await Promise.all([
      view.tree.boundingBox(),
      view.span('step 70').boundingBox(),
    ]);
    return row!.y - tree!.y;
  };
  const before = await place();
  await screenshotBoth(page, 'trace-growing');

  // Steps above what is read, one in what is folded, and the root.
  const root = makeSpan({
    traceId,
    spanId: rootId,
    name: 'long run',
    startMs,
    durationMs: 500_000,
  });
  const above = Array.from({ length: 19 }, (_, at) => step(at * 2 + 1));
  await post(
    app.httpPort,
    traceRequest('growing', [...above, step(60.3, { parentSpanId: folded })]),
  );
  await expect(page.locator('header dl').first()).toContainText('122');
  await post(app.httpPort, traceRequest('growing', [root]));
  await expect(page.getByRole('heading', { name: 'long run' })).toBeVisible();
  await expect(page.getByText('Root span not received')).toBeHidden();
  await view.expectSelected('step 70');
  await expect(view.span('step 60')).toHaveAttribute('aria-expanded', 'false');
  await expect(view.span('step 60')).toContainText('3 spans');
  await expect(view.tab('Resource')).toHaveAttribute('aria-selected', 'true');
  expect(await place()).toBe(before);
  await screenshotBoth(page, 'trace-grown');
});

test('a service keeps its colour while the trace grows', async ({ launchApp }) => {
  const traceId = newTraceId();
  const startMs = Date.now() - 60_000;
  const rootId = 'ffffffffffffffff';
  const child = (spanId: string, fromMs: number) =>
    makeSpan({
      traceId,
      spanId,
      parentSpanId: rootId,
      name: `step ${fromMs}`,
      startMs: startMs + fromMs,
      durationMs: 50,
    });
  const root = makeSpan({ traceId, spanId: rootId, name: 'run', startMs, durationMs: 1000 });
  const { app, view } = await openTrace(
    launchApp,
    traceId,
    traceRequest('front', [root]),
    traceRequest('back', [child('eeeeeeeeeeeeeeee', 100)]),
  );
  const colour = () =>
    view
      .span('run')
      .locator('> i')
      .evaluate((stripe) => getComputedStyle(stripe).backgroundColor);
  await expect(view.spans).toHaveCount(2);
  const before = await colour();
  await post(app.httpPort, traceRequest('back', [child('0000000000000001', 200)]));
  await expect(view.spans).toHaveCount(3);
  await post(app.httpPort, traceRequest('middle', [child('0000000000000002', 300)]));
  await expect(view.spans).toHaveCount(4);
  expect(await colour()).toBe(before);
});

test('shows a trace of 10,000 spans with rows for what is in sight', async ({ launchApp }) => {
  const traceId = newTraceId();
  const startMs = Date.now() - 600_000;
  const agents = Array.from({ length: 100 }, () => newSpanId());
  const root = makeSpan({ traceId, name: 'big run', startMs, durationMs: 100_000 });
  const spans = agents.flatMap((agentId, a) => [
    makeSpan({
      traceId,
      spanId: agentId,
      parentSpanId: root.spanId,
      name: `invoke_agent ${a}`,
      startMs: startMs + a * 1000,
      durationMs: 990,
      attributes: { 'gen_ai.operation.name': 'invoke_agent' },
    }),
    ...Array.from({ length: 99 }, (_, at) =>
      makeSpan({
        traceId,
        parentSpanId: agentId,
        name: `chat ${a}.${at}`,
        startMs: startMs + a * 1000 + at * 10,
        durationMs: 9,
        attributes: { 'gen_ai.operation.name': 'chat' },
        ...(at === 98 && a % 25 === 24 ? { error: 'too long' } : {}),
      }),
    ),
  ]);
  const requests = Array.from({ length: 5 }, (_, at) =>
    traceRequest('big', spans.slice(at * 2000, (at + 1) * 2000)),
  );
  const { app, view } = await openTrace(
    launchApp,
    traceId,
    traceRequest('big', [root]),
    ...requests,
  );
  const { page } = app;
  await expect(page.locator('header dl').first()).toContainText('10,001');
  expect(await view.spans.count()).toBeLessThan(80);
  await screenshotBoth(page, 'trace-10000');
  await page.keyboard.press('End');
  await view.expectSelected('chat 99.98');
  await expect(view.span('chat 99.98')).toBeInViewport();
  await expect(view.span('chat 99.98')).toHaveAttribute('aria-posinset', '99');
  expect(await view.spans.count()).toBeLessThan(80);
  await page.keyboard.press('x');
  await view.expectSelected('chat 24.98');
  await expect(view.span('chat 24.98')).toBeInViewport();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+E');
  await view.expectNames(['big run']);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await view.expectSelected('invoke_agent 99');
});

test('goes back and forward through spans and tabs', async ({ launchApp }) => {
  const { app, view } = await openAgentRun(launchApp);
  const { page } = app;
  await view.span('execute_tool run_tests').click();
  await view.openTab('Events');
  await view.span('invoke_agent planner').click();
  await view.expectSelected('invoke_agent planner');
  await expect(view.tab('Events')).toHaveAttribute('aria-selected', 'true');

  await page.keyboard.press('ControlOrMeta+[');
  await view.expectSelected('execute_tool run_tests');
  await expect(view.tab('Events')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ControlOrMeta+[');
  await view.expectSelected('execute_tool run_tests');
  await expect(view.tab('Arguments & result')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ControlOrMeta+[');
  await view.expectSelected('invoke_agent research_assistant');
  await page.keyboard.press('ControlOrMeta+[');
  await expect(page.getByRole('grid', { name: 'Traces' })).toBeVisible();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ControlOrMeta+]');
  await view.expectSelected('invoke_agent planner');
  await expect(view.tab('Events')).toHaveAttribute('aria-selected', 'true');
  // The place survives a reload of the window.
  await page.reload();
  await view.expectSelected('invoke_agent planner');
  await expect(view.tab('Events')).toHaveAttribute('aria-selected', 'true');
});

test('says that a trace is not there, and shows it when it arrives', async ({ launchApp }) => {
  const app = await launchApp();
  const { page } = app;
  await untilListening(page);
  const traceId = newTraceId();
  const rootId = newSpanId();
  const childId = newSpanId();
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `/traces/${traceId}?span=${childId}`);
  await expect(page.getByText(`Trace ${traceId} is not in the store.`)).toBeVisible();
  await screenshotBoth(page, 'trace-missing');
  await page.getByRole('button', { name: 'Look again' }).click();
  await expect(page.getByText(`Trace ${traceId} is not in the store.`)).toBeVisible();

  const startMs = Date.now() - 1000;
  const root = makeSpan({ traceId, spanId: rootId, name: 'late run', startMs, durationMs: 500 });
  await post(app.httpPort, traceRequest('late', [root]));
  const view = new TraceView(page);
  await view.expectNames(['late run']);
  await expect(page.getByText(`Span ${childId} is not in this trace yet`)).toBeVisible();
  const child = makeSpan({
    traceId,
    spanId: childId,
    parentSpanId: rootId,
    name: 'the one',
    startMs,
    durationMs: 100,
  });
  await post(app.httpPort, traceRequest('late', [child]));
  await view.expectSelected('the one');
  await expect(page.getByText(`Span ${childId} is not in this trace yet`)).toBeHidden();
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
