import { createContext } from 'react';

import { noAssessments, type AssessmentSource } from '../../../ui/feedback/use-assessments';

/** What was said of the trace that is shown, its spans and its session. */
export const FeedbackContext = createContext<AssessmentSource>(noAssessments);
