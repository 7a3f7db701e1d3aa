import { compile } from './tasks/compile.mjs';

/** Engine tests run the built engine with its real worker threads; it must be current. */
export default async function setup(): Promise<void> {
  await compile({ only: 'main', quiet: true });
}
