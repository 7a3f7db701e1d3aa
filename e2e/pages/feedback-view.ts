import { expect, type Locator, type Page } from '@playwright/test';

/** Cards and form of feedback, on a trace or a session. */
export class FeedbackView {
  readonly panel: Locator;
  readonly cards: Locator;
  readonly form: Locator;
  readonly toasts: Locator;

  constructor(
    readonly page: Page,
    panel = 'Feedback',
  ) {
    this.panel = page.getByRole('complementary', { name: panel, exact: true });
    this.cards = this.panel.getByRole('article');
    this.form = this.panel.getByRole('form');
    this.toasts = page.getByRole('region', { name: 'Messages' });
  }

  /** Opens the tab of the trace that is shown. */
  async open(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+4');
    await expect(this.panel).toBeVisible();
  }

  card(name: string): Locator {
    return this.panel.getByRole('article', { name, exact: true });
  }

  field(name: string): Locator {
    return this.form.getByLabel(name, { exact: true });
  }

  async choose(group: string, option: string): Promise<void> {
    await this.form
      .getByRole('radiogroup', { name: group })
      .getByRole('radio', { name: option, exact: true })
      .click();
  }

  async name(name: string): Promise<void> {
    await this.form.getByRole('combobox', { name: 'Name' }).fill(name);
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+Enter');
    await expect(this.form.getByRole('combobox', { name: 'Name' })).toHaveValue('');
  }

  /** An item of a card's menu. */
  async act(card: string, item: string): Promise<void> {
    await this.card(card)
      .getByRole('button', { name: `More of ${card}` })
      .click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }
}
