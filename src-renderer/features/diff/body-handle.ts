import type { TreeHandle } from '../../ui/tree/use-tree-rows';

/** What the page asks of the view that shows the rows, whichever it is. */
export interface BodyHandle extends TreeHandle {
  /** What Enter does where it is not to go into the panel. */
  readonly open?: () => void;
  /** Esc: takes back the last step into something; false where there is none. */
  readonly leave?: () => boolean;
}
