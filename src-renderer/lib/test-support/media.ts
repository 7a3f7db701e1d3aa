/** jsdom has no `matchMedia`: answers every query the same. */
export function stubMatchMedia(matches: boolean): void {
  Object.defineProperty(window, 'matchMedia', {
    configurable: true,
    value: (media: string) => Object.assign(new EventTarget(), { media, matches, onchange: null }),
  });
}
