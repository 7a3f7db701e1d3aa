/** Bars at the bottom of a page that toasts stay above. */
const bars = new Map<Element, number>();
let observer: ResizeObserver | null = null;

/** A `ref` of such a bar: toasts are lifted by the highest one that is drawn. */
export function keepClearOfToasts(bar: HTMLElement | null): (() => void) | undefined {
  if (bar === null) return undefined;
  observer ??= new ResizeObserver((entries) => {
    for (const { target } of entries) note(target);
  });
  observer.observe(bar);
  bars.set(bar, bar.offsetHeight);
  lift();
  return () => {
    observer?.unobserve(bar);
    bars.delete(bar);
    lift();
  };
}

function note(bar: Element): void {
  if (!bars.has(bar) || !(bar instanceof HTMLElement)) return;
  bars.set(bar, bar.offsetHeight);
  lift();
}

function lift(): void {
  const height = Math.max(0, ...bars.values());
  document.documentElement.style.setProperty('--toast-lift', `${height}px`);
}
