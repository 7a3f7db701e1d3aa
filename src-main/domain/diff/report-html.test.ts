// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createRedactor } from '../redact/redactor';
import { redactReport, reportHtml, type HtmlReport } from './report-html';

const run = (name: string) => ({ name, traceId: 'aa11', started: '27 Nov 2026, 14:32' });

function reportOf(changes: Partial<HtmlReport> = {}): HtmlReport {
  return {
    a: run('coder'),
    b: run('coder'),
    figures: [
      { title: 'Duration', a: '41.8 s', b: '33.9 s', change: '▾ 19%, faster', judgement: 'better' },
    ],
    tolerances: 'Up to 20% of time counts as chance.',
    otherwise: 'The two runs did the same.',
    headline: 'Step 2: `planner` chose `web_search` instead of `read_file`.',
    steps: [
      {
        depth: 1,
        side: 'both',
        name: 'chat gpt-4.1',
        words: 'prompt',
        time: '▾ 12%',
        contents: [
          {
            title: 'System prompt',
            before: 'Be brief.',
            after: 'Be very brief.',
            scrubbing: 'prompt',
          },
        ],
      },
    ],
    leftOut: 0,
    coverage: 0.97,
    ...changes,
  };
}

/** What this test asks of a page; the domain knows no DOM. */
interface Part {
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string }>;
  querySelector(selector: string): Part | null;
  querySelectorAll(selector: string): Iterable<Part> & { readonly length: number };
}
interface Page extends Part {
  readonly title: string;
  readonly body: Part;
}
const { DOMParser: Parser } = globalThis as unknown as {
  readonly DOMParser: new () => { parseFromString(html: string, type: 'text/html'): Page };
};

const opened = (report: HtmlReport): Page =>
  new Parser().parseFromString(reportHtml(report), 'text/html');

const scrubbing = 'content' as const;

/** A report that says a text wherever a sender may. */
function saying(text: string): HtmlReport {
  return reportOf({
    a: { ...run(text), started: text, traceId: text },
    headline: `\`${text}\` and ${text}`,
    steps: [
      {
        depth: 0,
        side: 'a',
        name: text,
        words: text,
        time: text,
        contents: [
          { title: text, before: text, after: `${text} more`, scrubbing },
          {
            title: text,
            before: { [text]: text },
            after: { [text]: `${text} more`, b: text },
            scrubbing,
          },
          {
            title: text,
            before: `${text}\n`.repeat(30),
            after: `${text}\n`.repeat(30) + text,
            scrubbing,
          },
        ],
      },
    ],
  });
}

describe('reportHtml', () => {
  it('says what the Markdown report says, and shows what was said', () => {
    const page = opened(reportOf({ leftOut: 3 }));
    const text = page.body.textContent;
    expect(page.title).toBe('Two runs of coder');
    expect(text).toContain('First divergence: Step 2: planner chose web_search');
    expect(text).toContain('97% of the spans have a partner');
    expect(text).toContain('… and 3 more that differ.');
    expect(page.querySelector('td.better')?.textContent).toBe('▾ 19%, faster');
    expect(page.querySelector('details.step.d1 summary')?.textContent).toBe(
      '≠ chat gpt-4.1 prompt, ▾ 12%',
    );
    expect(page.querySelector('td.b mark')?.textContent).toBe('very ');
    expect(opened(reportOf({ headline: null, steps: [] })).body.textContent).toContain(
      'No divergence: The two runs did the same.',
    );
  });

  it('never says that all have a partner where one has none', () => {
    expect(reportHtml(reportOf({ coverage: 0.999 }))).toContain('99% of the spans');
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</style><script>alert(1)</script>',
    '</title><svg onload=alert(1)>',
    '<!-- --><iframe srcdoc="<script>alert(1)</script>">',
    '&lt;script&gt;',
    ']]><a href="javascript:alert(1)">x</a>',
    '<table><td><form action=https://evil.example>',
    '</pre></td></tr></table><base href=//evil.example>',
  ])('keeps text of senders text: %s', (hostile) => {
    const page = opened(saying(hostile));
    expect(
      page.querySelectorAll('script, img, svg, iframe, a, form, base, link, object'),
    ).toHaveLength(0);
    for (const element of page.querySelectorAll('*')) {
      for (const { name } of element.attributes) {
        expect(name).toMatch(/^(?:lang|charset|http-equiv|content|name|class|scope|colspan)$/);
      }
    }
    expect(page.querySelectorAll('style')).toHaveLength(1);
    expect(page.querySelector('details.step code')?.textContent).toBe(hostile);
  });

  it('forbids what no report has: scripts, pictures, forms, other addresses', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(
      reportHtml(reportOf()),
    )?.[1];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('loses no sign that HTML can hold, and asks for nothing from elsewhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (text) => {
        const report = reportOf({
          steps: [
            {
              ...reportOf().steps[0]!,
              contents: [{ title: 't', before: text, after: null, scrubbing }],
            },
          ],
        });
        const html = reportHtml(report);
        expect(html).not.toMatch(/https?:|url\(|@import|<script/i);
      }),
    );
    const strange = 'a\u0000b\ud800c\u202ed';
    const page = opened(saying(strange));
    expect(page.querySelector('details.step code')?.textContent).toBe('a\ufffdb\ufffdc\u202ed');
  });

  it('shows what is folded when it is opened', () => {
    const page = opened(saying('line'));
    const fold = page.querySelector('.fold details');
    expect(fold?.querySelector('summary')?.textContent).toMatch(/^\d+ lines are the same$/);
    expect(fold?.querySelectorAll('pre')).toHaveLength(2);
  });
});

describe('redactReport', () => {
  it('takes out of every text what should not be passed on, and lists it', () => {
    const secret = 'sk-abcdefghij0123456789';
    const redactor = createRedactor();
    const clean = reportHtml(redactReport(saying(`uses ${secret}`), redactor));
    expect(clean).not.toContain('abcdefghij');
    expect(clean).toContain('uses [key 1]');
    expect(redactor.findings()).toMatchObject([{ kind: 'key', value: secret, mark: '[key 1]' }]);
  });
});
