/**
 * The walls around untrusted span text (docs/architecture.md, decision 9), each tried on the
 * real window: a setting that is only read back proves little.
 */
import { readFileSync } from 'node:fs';

import type { ElectronApplication, Page } from '@playwright/test';

import { inProject } from '../build/bootstrap/paths.mjs';
import type { OtelierShell } from '../src-main/contract/shell-api';
import { expect, test } from './fixtures';
import { untilListening } from './fixtures/receiver-state';

const preloadFile = inProject('out', 'preload', 'preload.cjs');

type ShellWindow = Window & { readonly otelier: OtelierShell; ran?: boolean };

/** Status and headers of a request made by the main process through the window's session. */
function fetchApp(app: ElectronApplication, url: string, method = 'GET') {
  return app.evaluate(
    async ({ session }, request) => {
      const response = await session.defaultSession.fetch(request.url, { method: request.method });
      const headers = Object.fromEntries(response.headers.entries());
      return { status: response.status, headers, text: await response.text() };
    },
    { url, method },
  );
}

test.describe('content security policy', () => {
  test('comes with every response', async ({ launchApp }) => {
    const { app } = await launchApp();
    for (const path of ['', 'traces/0af7651916cd43dd8448eb211c80319c', 'missing.js']) {
      const { headers } = await fetchApp(app, `app://otelier/${path}`);
      const policy = headers['content-security-policy']?.split('; ') ?? [];
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
        ]),
      );
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('blocks inline scripts, inline styles and evaluated code', async ({
    launchApp,
    expectedProblems,
  }) => {
    expectedProblems.push(/Content Security Policy|Trusted/);
    const { page } = await launchApp();
    const result = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => {
        violations.push(event.effectiveDirective);
      });
      const attempt = (action: () => unknown): string => {
        try {
          return `did it: ${String(action())}`;
        } catch (error) {
          return (error as Error).name;
        }
      };
      // Not at once: what the debugger itself calls may evaluate code.
      return new Promise((resolve) => {
        setTimeout(() => {
          // oxlint-disable-next-line no-eval -- that it is refused is what is tested
          const evaluated = attempt(() => (0, eval)('1 + 1'));
          // oxlint-disable-next-line typescript/no-implied-eval -- as above
          const constructed = attempt(() => new Function('return 1')());
          const script = document.createElement('script');
          attempt(() => script.append(document.createTextNode('window.ran = true')));
          attempt(() => document.head.append(script));
          const style = document.createElement('style');
          style.append('html { outline: 1px solid red }');
          document.head.append(style);
          const div = document.createElement('div');
          div.style.width = '12px';
          document.body.append(div);
          setTimeout(() => {
            resolve({
              evaluated,
              constructed,
              ran: (window as unknown as ShellWindow).ran ?? false,
              outline: getComputedStyle(document.documentElement).outlineStyle,
              width: getComputedStyle(div).width,
              violations: [...new Set(violations)].sort(),
            });
          }, 50);
        });
      });
    });
    expect(result).toEqual({
      evaluated: 'EvalError',
      constructed: 'EvalError',
      ran: false,
      outline: 'none',
      width: '12px',
      violations: expect.arrayContaining(['require-trusted-types-for', 'style-src-elem']),
    });
  });

  test('makes the sinks for markup refuse strings', async ({ launchApp, expectedProblems }) => {
    expectedProblems.push(/Trusted/);
    const { page } = await launchApp();
    const errors = await page.evaluate(() => {
      const names: string[] = [];
      const attempt = (action: () => unknown) => {
        try {
          action();
          names.push('did it');
        } catch (error) {
          names.push((error as Error).name);
        }
      };
      const div = document.createElement('div');
      attempt(() => (div.innerHTML = '<b>bold</b>'));
      attempt(() => div.insertAdjacentHTML('beforeend', '<b>bold</b>'));
      attempt(() => div.setAttribute('onclick', 'alert(1)'));
      attempt(() => (document.createElement('script').src = '/x.js'));
      attempt(() => document.write('<b>bold</b>'));
      const types = (window as unknown as { trustedTypes: { createPolicy(name: string): void } })
        .trustedTypes;
      attempt(() => types.createPolicy('default'));
      return names;
    });
    expect(errors).toEqual(Array.from({ length: 6 }, () => 'TypeError'));
  });

  test('lets the page reach neither the network nor the receiver', async ({
    launchApp,
    expectedProblems,
  }) => {
    expectedProblems.push(/Content Security Policy|Fetch API|net::ERR/);
    const { page, httpPort } = await launchApp();
    const outcome = await page.evaluate(async (port) => {
      const fetched = (url: string) =>
        fetch(url, { mode: 'no-cors' }).then(
          () => 'loaded',
          () => 'refused',
        );
      const image = (src: string) =>
        new Promise((resolve) => {
          const element = new Image();
          element.addEventListener('load', () => resolve('loaded'));
          element.addEventListener('error', () => resolve('refused'));
          element.src = src;
        });
      /** Which rule of the policy keeps an element from its address. */
      const ruleFor = (name: 'iframe' | 'img' | 'audio' | 'video') => {
        const element = document.createElement(name);
        const rule = new Promise((resolve) => {
          document.addEventListener(
            'securitypolicyviolation',
            (event) => resolve(event.effectiveDirective),
            { once: true },
          );
        });
        element.src = `https://example.com/${name}`;
        document.body.append(element);
        return rule;
      };
      return {
        receiver: await fetched(`http://127.0.0.1:${port}/v1/traces`),
        web: await fetched('https://example.com/'),
        file: await fetched('file:///etc/hostname'),
        image: await image('https://example.com/x.png'),
        rules: [
          await ruleFor('iframe'),
          await ruleFor('img'),
          await ruleFor('audio'),
          await ruleFor('video'),
        ],
      };
    }, httpPort);
    expect(outcome).toEqual({
      receiver: 'refused',
      web: 'refused',
      file: 'refused',
      image: 'refused',
      rules: ['frame-src', 'img-src', 'media-src', 'media-src'],
    });
  });
});

test.describe('window', () => {
  test('is sandboxed, isolated, and knows nothing of Node', async ({ launchApp }) => {
    const { app, page } = await launchApp();
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
    const found = await page.evaluate(() =>
      ['require', 'process', 'Buffer', 'module', 'global', 'ipcRenderer', 'electron'].filter(
        (name) => name in window,
      ),
    );
    expect(found).toEqual([]);
  });

  test('exposes the shell and nothing else', async ({ launchApp }) => {
    const { page } = await launchApp();
    const shape = await page.evaluate(() =>
      Object.entries((window as unknown as ShellWindow).otelier)
        .map(([name, value]) => `${name}: ${typeof value}`)
        .sort(),
    );
    expect(shape).toEqual([
      'appVersion: string',
      'electronVersion: string',
      'invoke: function',
      'on: function',
      'pathsOf: function',
      'platform: string',
    ]);
  });

  test('tells the path of a file the user gave, and of nothing the page made up', async ({
    launchApp,
  }) => {
    const { page } = await launchApp();
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      document.body.append(input);
    });
    await page.locator('input[type=file]').setInputFiles(preloadFile);
    const paths = await page.evaluate(() => {
      const { otelier } = window as unknown as ShellWindow;
      const given = document.querySelector<HTMLInputElement>('input[type=file]')?.files ?? [];
      const madeUp = [{ path: '/etc/passwd' }, new File([''], '/etc/passwd'), '/etc/passwd', null];
      return { given: otelier.pathsOf([...given]), madeUp: otelier.pathsOf(madeUp) };
    });
    expect(paths).toEqual({ given: [preloadFile], madeUp: [] });
  });

  test('has a preload that is small and loads Electron alone', () => {
    const text = readFileSync(preloadFile, 'utf8');
    const required = [...text.matchAll(/require\(([^)]*)\)/g)].map((match) => match[1]);
    expect(new Set(required)).toEqual(new Set(['"electron"']));
    // The schema library alone would be a hundred times that.
    expect(text.length).toBeLessThan(6_000);
  });

  test('does not leave the app, by link, script, form, frame or new window', async ({
    launchApp,
    expectedProblems,
  }) => {
    expectedProblems.push(/Content Security Policy|Not allowed to/);
    const { app, page } = await launchApp();
    const opened = await page.evaluate(() => {
      const click = (attributes: Record<string, string>) => {
        const link = document.createElement('a');
        for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
        document.body.append(link);
        link.click();
      };
      click({ href: 'https://example.com/' });
      click({ href: 'https://example.com/', target: '_blank' });
      click({ href: 'file:///etc/hostname' });
      click({ href: 'data:text/html,<h1>hi' });
      const form = document.createElement('form');
      form.action = 'https://example.com/';
      document.body.append(form);
      form.submit();
      const popup = window.open('https://example.com/');
      window.location.assign('https://example.com/');
      return popup !== null;
    });
    expect(opened).toBe(false);
    // A navigation that was not refused would show by now in the main process.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    expect(page.url()).toMatch(/^app:\/\/otelier\//);
    const addresses = await app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => contents.getURL()),
    );
    expect(addresses).toEqual([page.url()]);
  });

  test('has no webview', async ({ launchApp }) => {
    const { app, page } = await launchApp();
    await page.evaluate(() => {
      const view = document.createElement('webview');
      view.setAttribute('src', 'https://example.com/');
      document.body.append(view);
    });
    expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });

  test('gets no permission', async ({ launchApp, expectedProblems }) => {
    expectedProblems.push(/permission|Permissions/i);
    const { page } = await launchApp();
    const outcome = await page.evaluate(async () => {
      const state = async (name: string) =>
        (await navigator.permissions.query({ name: name as PermissionName })).state;
      const refused = (promise: Promise<unknown>) =>
        promise.then(
          () => 'given',
          () => 'refused',
        );
      return {
        geolocation: await state('geolocation'),
        camera: await state('camera'),
        notifications: await Notification.requestPermission(),
        media: await refused(navigator.mediaDevices.getUserMedia({ audio: true })),
        display: await refused(navigator.mediaDevices.getDisplayMedia()),
        clipboard: await refused(navigator.clipboard.readText()),
      };
    });
    expect(outcome).toEqual({
      geolocation: 'denied',
      camera: 'denied',
      notifications: 'denied',
      media: 'refused',
      display: 'refused',
      clipboard: 'refused',
    });
  });
});

test.describe('calls to the shell', () => {
  const getSettings = (page: Page) =>
    page.evaluate(() => (window as unknown as ShellWindow).otelier.invoke('settings.get', {}));

  test('are answered for the page of the window only', async ({ launchApp }) => {
    const { app, page } = await launchApp();
    await expect(getSettings(page)).resolves.toMatchObject({ theme: 'system' });

    // A window with the real preload, on the real address, that is not the main window.
    const foreign = await app.evaluate(async ({ BrowserWindow }, preload) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true },
      });
      const call = `otelier.invoke('settings.get', {}).then(() => 'answered', (e) => e.message)`;
      const outcomes: unknown[] = [];
      for (const url of ['app://otelier/', 'about:blank']) {
        await window.loadURL(url);
        outcomes.push(await window.webContents.executeJavaScript(call));
      }
      window.destroy();
      return outcomes;
    }, preloadFile);
    expect(foreign).toEqual([
      'Only the page of the main window may call the shell.',
      'Only the page of the main window may call the shell.',
    ]);
  });

  test('are not answered for a frame within the page', async ({ launchApp }) => {
    const { page } = await launchApp();
    const inFrame = await page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      return typeof (frame.contentWindow as unknown as ShellWindow).otelier;
    });
    expect(inFrame).toBe('undefined');
  });

  test('validate what they are given', async ({ launchApp }) => {
    const { page } = await launchApp();
    const errors = await page.evaluate(async () => {
      const { otelier } = window as unknown as {
        readonly otelier: { invoke(method: string, params: unknown): Promise<unknown> };
      };
      const codeOf = (method: string, params: unknown) =>
        otelier.invoke(method, params).then(
          () => 'answered',
          (error: { code: string }) => error.code,
        );
      return [
        await codeOf('settings.set', { theme: 'purple' }),
        await codeOf('toString', {}),
        await codeOf('file.show', { path: '/etc/hostname' }),
        await codeOf('link.open', { url: 'file:///etc/hostname' }),
        await codeOf('link.open', { url: 'javascript:alert(1)' }),
      ];
    });
    expect(errors).toEqual([
      'bad_params',
      'unknown_method',
      'bad_params',
      'bad_params',
      'bad_params',
    ]);
  });

  test('open a link only after the user confirmed it', async ({ launchApp }) => {
    const { app, page } = await launchApp();
    const open = async (button: number) => {
      await app.evaluate(({ dialog, shell }, response) => {
        const seen: string[] = [];
        Object.assign(globalThis, { seen });
        dialog.showMessageBox = ((_window: unknown, options: { message: string }) => {
          seen.push(options.message);
          return Promise.resolve({ response, checkboxChecked: false });
        }) as typeof dialog.showMessageBox;
        shell.openExternal = (url) => Promise.resolve(void seen.push(url));
      }, button);
      const opened = await page.evaluate(() =>
        (window as unknown as ShellWindow).otelier.invoke('link.open', {
          url: 'https://opentelemetry.io/docs/',
        }),
      );
      const seen = await app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
      return { opened, seen };
    };
    const question = 'Open opentelemetry.io in your browser?';
    expect(await open(1)).toEqual({ opened: false, seen: [question] });
    expect(await open(0)).toEqual({
      opened: true,
      seen: [question, 'https://opentelemetry.io/docs/'],
    });
  });
});

test.describe('app:// addresses', () => {
  test('give files of the window and nothing else', async ({ launchApp }) => {
    const { app } = await launchApp();
    expect((await fetchApp(app, 'app://otelier/')).status).toBe(200);
    for (const path of [
      '..%2f..%2fpackage.json',
      '%2e%2e%2f%2e%2e%2fpackage.json',
      'assets/..%2f..%2f..%2fpackage.json',
      '..%5c..%5cpackage.json',
    ]) {
      const { status, text } = await fetchApp(app, `app://otelier/${path}`);
      expect({ path, status, text }).toEqual({ path, status: 403, text: '' });
    }
    expect((await fetchApp(app, 'app://otelier/../../package.json')).text).not.toContain(
      'otelier"',
    );
    expect((await fetchApp(app, 'app://elsewhere/index.html')).status).toBe(403);
    expect((await fetchApp(app, 'app://otelier/', 'POST')).status).toBe(405);
  });
});

test('the receiver serves no page', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  for (const path of ['/', '/index.html', '/traces', '/api/traces']) {
    const response = await fetch(`http://127.0.0.1:${httpPort}${path}`);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('content-type') ?? '').not.toContain('html');
  }
});
