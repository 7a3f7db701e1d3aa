import { useEffect } from 'react';
import { create } from 'zustand';

const usePageTitleStore = create<{ readonly title: string | null }>(() => ({ title: null }));

/** The name of what the view shows, such as a trace's; null where the view has none of its own. */
export function usePageTitle(): string | null {
  return usePageTitleStore((store) => store.title);
}

/** Names the view in the title bar while the component is mounted. */
export function useNamePage(title: string | null): void {
  useEffect(() => {
    usePageTitleStore.setState({ title });
    return () => usePageTitleStore.setState({ title: null });
  }, [title]);
}
