import { ensureDisplay } from '../bootstrap/display.mjs';
import { ensureElectron } from '../bootstrap/electron-runtime.mjs';
import { compile } from './compile.mjs';

/** Fetches and builds everything the app and its tests need, without starting anything. */
export default async function setup() {
  await ensureElectron();
  await ensureDisplay();
  await compile();
  return 0;
}
