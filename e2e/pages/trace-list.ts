import { expect, type Locator, type Page } from '@playwright/test';

/** The trace list as its reader sees it. */
export class TraceList {
  readonly grid: Locator;
  /** Rows of traces that are drawn, in their order. */
  readonly rows: Locator;
  readonly filter: Locator;
  /** Says how many traces arrived that are not shown yet; a press shows them. */
  readonly newer: Locator;
  readonly selected: Locator;
  readonly toasts: Locator;

  constructor(readonly page: Page) {
    this.grid = page.getByRole('grid', { name: 'Traces' });
    this.rows = this.grid.locator('[data-trace]');
    this.filter = page.getByRole('combobox', { name: 'Filter traces' });
    this.newer = page.getByRole('button', { name: /^[\d,]+ new traces?$/ });
    this.selected = page.getByRole('toolbar', { name: 'Selected traces' });
    this.toasts = page.getByRole('region', { name: 'Messages' });
  }

  async open(): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Traces' })
      .click();
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('link', { name, exact: true }) });
  }

  head(title: string): Locator {
    return this.grid.getByRole('columnheader', { name: title, exact: true });
  }

  checkbox(name: string): Locator {
    return this.row(name).getByRole('checkbox');
  }

  async expectCount(traces: number): Promise<void> {
    await expect(this.grid).toHaveAttribute('aria-rowcount', String(traces + 1));
  }

  async expectNames(names: readonly string[]): Promise<void> {
    await expect(this.rows.getByRole('link')).toHaveText([...names]);
  }

  /** The row that keys act on. */
  async expectCursor(name: string): Promise<void> {
    const atCursor = async () => {
      const id = await this.grid.getAttribute('aria-activedescendant');
      return id === null ? null : this.page.locator(`#${id}`).getByRole('link').textContent();
    };
    await expect.poll(atCursor).toBe(name);
  }

  async expectTicked(names: readonly string[]): Promise<void> {
    await expect(this.grid.locator('[aria-selected=true]').getByRole('link')).toHaveText([
      ...names,
    ]);
  }
}
