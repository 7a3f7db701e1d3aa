/** Feedback, expectations and notes, given in the window and told by spans. */
import { expect, screenshotBoth, test } from './fixtures';
import { openAgentRun } from './fixtures/open-trace';
import { FeedbackView } from './pages/feedback-view';

test('takes every type of value, on the trace and on spans', async ({ launchApp }) => {
  const { app, view } = await openAgentRun(launchApp);
  const { page } = app;
  const feedback = new FeedbackView(page);
  await feedback.open();
  await expect(feedback.panel).toContainText('Nothing was said of this trace yet.');

  await page.keyboard.press('u');
  await expect(feedback.card('helpful')).toContainText('Yes');
  await expect(page.getByRole('radio', { name: 'Feedback 1' })).toBeChecked();

  await view.span('chat claude-sonnet-4-5').click();
  await page.keyboard.press('a');
  await expect(feedback.form.getByRole('combobox', { name: 'Name' })).toBeFocused();
  await feedback.name('root_cause');
  await feedback.choose('Value', 'Text');
  await feedback.field('Text').fill('timeout=0 on both writers');
  await feedback.field('Rationale, optional').fill('Both writer connections open with timeout=0.');
  await screenshotBoth(page, 'feedback-form');
  await feedback.save();
  await expect(feedback.card('root_cause')).toContainText('timeout=0 on both writers');
  await screenshotBoth(page, 'feedback-tab');
});
