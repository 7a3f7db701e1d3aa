import { create } from 'zustand';

interface WelcomeStore {
  /** The user has begun something on the welcome page: it must not move away by itself. */
  readonly touched: boolean;
  /** What comes next was asked for here and announces itself, as a test trace does. */
  readonly announced: boolean;
}

/** What happened on the welcome page before the first trace. */
export const useWelcomeStore = create<WelcomeStore>(() => ({ touched: false, announced: false }));
