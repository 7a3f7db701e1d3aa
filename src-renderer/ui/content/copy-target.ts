import { createContext, useContext, useMemo, type FocusEvent } from 'react';

/** What ⌘C copies: the text of the item that has the focus. */
export interface CopyTarget {
  getText: (() => string) | null;
}

export const CopyTargetContext = createContext<CopyTarget>({ getText: null });

export interface CopyTargetHandlers {
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: (event: FocusEvent) => void;
}

/** Handlers that make an item what ⌘C copies while it has the focus. */
export function useCopyTarget(getText: () => string): CopyTargetHandlers {
  const target = useContext(CopyTargetContext);
  return useMemo(
    () => ({
      onFocus: () => setText(target, getText),
      onBlur: () => setText(target, null),
    }),
    [target, getText],
  );
}

function setText(target: CopyTarget, getText: (() => string) | null): void {
  target.getText = getText;
}
