import { create } from 'zustand';

interface WelcomeStore {
  /** The user has begun something on the welcome page: it must not move away by itself. */
  readonly touched: boolean;
  /** A test trace is on its way; it announces itself. */
  readonly testSent: boolean;
}

/** What happened on the welcome page before the first trace. */
export const useWelcomeStore = create<WelcomeStore>(() => ({ touched: false, testSent: false }));
