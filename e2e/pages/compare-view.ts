import { expect, type Locator, type Page } from '@playwright/test';

/** A comparison as its reader sees it: figures, where the runs part, the tree of pairs. */
export class CompareView {
  readonly tree: Locator;
  /** Rows that are drawn, in their order. */
  readonly rows: Locator;
  readonly selected: Locator;
  readonly figures: Locator;
  readonly banner: Locator;
  readonly panel: Locator;
  readonly menu: Locator;

  constructor(readonly page: Page) {
    this.tree = page.getByRole('tree', { name: 'Pairs of spans' });
    this.rows = this.tree.getByRole('treeitem');
    this.selected = this.tree.getByRole('treeitem', { selected: true });
    this.figures = page.locator('dl[aria-label="Figures of both runs"]');
    this.banner = page.getByText(/^(First|No) divergence$/).locator('..');
    this.panel = page.getByRole('complementary', { name: 'Selected pair' });
    this.menu = page.getByRole('menu', { name: 'Actions of the row' });
  }

  /**
   * Goes to the comparison of two traces as a link does, and waits until all that is stored of them
   * was read: rows move while it is.
   */
  async open(a: string, b: string): Promise<void> {
    await this.page.evaluate((path) => {
      window.location.hash = path;
    }, `/compare?a=${a}&b=${b}`);
    await expect(this.tree).toBeVisible();
    await expect(this.banner).not.toContainText('still being read');
  }

  /** Rows of spans with this name. */
  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByTitle(name, { exact: true }) });
  }

  run(side: 'A' | 'B'): Locator {
    return this.page.getByRole('group', { name: `Run ${side}` });
  }

  filter(name: RegExp): Locator {
    return this.page.getByRole('radiogroup', { name: 'Show rows' }).getByRole('radio', { name });
  }

  /** The picker of a side where nothing is chosen. */
  picker(side: 'A' | 'B'): Locator {
    return this.page.getByRole('combobox', { name: `Find trace ${side}` });
  }

  async expectSelected(name: string): Promise<void> {
    await expect(this.selected.getByTitle(name, { exact: true })).toBeVisible();
  }

  /** What the bars look like, to tell a change. */
  bars(): Promise<string> {
    return this.tree.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  }
}
