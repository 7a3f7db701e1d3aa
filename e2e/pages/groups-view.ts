import { expect, type Locator, type Page } from '@playwright/test';

/** Two sets of runs compared, as the reader sees it. */
export class GroupsView {
  readonly table: Locator;
  /** Rows of steps that are drawn, in their order. */
  readonly rows: Locator;
  readonly selected: Locator;
  readonly figures: Locator;
  readonly panel: Locator;

  constructor(readonly page: Page) {
    this.table = page.getByRole('grid', { name: 'Steps of both sets' });
    this.rows = this.table.locator('[id^=step-row-]');
    this.selected = this.table.locator('[aria-selected=true]');
    this.figures = page.locator('dl[aria-label="Figures of both sets"]');
    this.panel = page.getByRole('complementary', { name: 'Selected step' });
  }

  /** The card of a set. */
  set(side: 'Good' | 'Bad'): Locator {
    return this.page.getByRole('group', { name: `${side} runs` });
  }

  async expectCounts(good: string, bad: string): Promise<void> {
    await expect(this.set('Good')).toContainText(good);
    await expect(this.set('Bad')).toContainText(bad);
  }
}
