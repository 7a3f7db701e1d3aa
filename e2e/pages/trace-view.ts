import { expect, type Locator, type Page } from '@playwright/test';

/** The trace view as its reader sees it: tree, time axis, inspector. */
export class TraceView {
  readonly tree: Locator;
  /** Rows that are drawn, in their order. */
  readonly spans: Locator;
  readonly selected: Locator;
  readonly find: Locator;
  readonly inspector: Locator;
  readonly facts: Locator;
  readonly panel: Locator;
  readonly ruler: Locator;
  readonly overview: Locator;
  /** What of the overview is looked at. */
  readonly overviewWindow: Locator;
  readonly toasts: Locator;

  constructor(readonly page: Page) {
    this.tree = page.getByRole('tree', { name: 'Spans' });
    this.spans = this.tree.getByRole('treeitem');
    this.selected = this.tree.getByRole('treeitem', { selected: true });
    this.find = page.getByRole('textbox', { name: 'Find in trace' });
    this.inspector = page.getByRole('complementary', { name: 'Span' });
    this.facts = this.inspector.locator('dl').first();
    this.panel = this.inspector.getByRole('tabpanel');
    this.ruler = page.getByTitle('Drag to zoom to a time; double-click to show all');
    this.overview = page.getByRole('img', { name: 'Overview of the whole trace' });
    this.overviewWindow = this.overview.locator('xpath=following-sibling::div');
    this.toasts = page.getByRole('region', { name: 'Messages' });
  }

  /** Opens a trace as someone does who was given its id. */
  async openById(traceId: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+k');
    await this.page.getByRole('combobox').fill(traceId);
    await expect(this.page.getByRole('option').first()).toContainText(traceId.slice(0, 8));
    await this.page.keyboard.press('Enter');
  }

  /** Rows of spans with this name. */
  span(name: string): Locator {
    return this.spans.filter({ has: this.page.getByTitle(name, { exact: true }) });
  }

  /** The arrow that folds a row. */
  twist(name: string): Locator {
    return this.span(name).locator('button');
  }

  async expectSelected(name: string): Promise<void> {
    await expect(this.selected.getByTitle(name, { exact: true })).toBeVisible();
  }

  async expectNames(names: readonly string[]): Promise<void> {
    const drawn = () =>
      this.spans.evaluateAll((rows) =>
        rows.map((row) => row.querySelector('[title]')?.getAttribute('title') ?? null),
      );
    await expect.poll(drawn).toEqual(names);
  }

  tab(name: string): Locator {
    return this.inspector.getByRole('tab', { name: new RegExp(`^${name}`) });
  }

  async openTab(name: string): Promise<void> {
    await this.tab(name).click();
    await expect(this.tab(name)).toHaveAttribute('aria-selected', 'true');
  }

  /** The line of an attribute in the tab that is shown. */
  attribute(key: string): Locator {
    return this.panel.getByRole('listitem', { name: new RegExp(`^${escaped(key)}:`) });
  }

  /** The value of one of the figures and ids that stand as name and value. */
  fact(name: string): Locator {
    return this.inspector
      .locator('dl > div')
      .filter({ has: this.page.locator(`dt:text-is(${JSON.stringify(name)})`) })
      .locator('dd');
  }

  /** The text of the raw tab. */
  async rawText(): Promise<string> {
    const text = this.panel.getByRole('region', { name: 'OTLP JSON' });
    await expect(text).toBeVisible();
    const blocks = await text.locator('> span').allTextContents();
    return blocks.join('\n');
  }

  /** What the bars look like, to tell a change. */
  bars(): Promise<string> {
    return this.tree.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  }

  /** Start and end of the time that is looked at, as shares of the overview's width. */
  async timeWindow(): Promise<{ readonly from: number; readonly to: number }> {
    const [whole, window] = await Promise.all([
      this.overview.boundingBox(),
      this.overviewWindow.boundingBox(),
    ]);
    if (whole === null || window === null) throw new Error('The overview is not drawn.');
    const from = (window.x - whole.x) / whole.width;
    return { from, to: from + window.width / whole.width };
  }

  /** Drags over the overview or the ruler, between two shares of its width. */
  async drag(over: Locator, from: number, to: number): Promise<void> {
    const box = (await over.boundingBox())!;
    const y = box.y + box.height / 2;
    const { mouse } = this.page;
    await mouse.move(box.x + from * box.width, y);
    await mouse.down();
    await mouse.move(box.x + ((from + to) / 2) * box.width, y);
    await mouse.move(box.x + to * box.width, y);
    await mouse.up();
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
