/** What a box of tags offers for what is typed into it. */
import type { TagSuggestion } from '@contract/annotations';
import { isSameTag, readTag, tagText } from '@domain/annotations/tag-text';
import type { TraceTag } from '@domain/annotations/trace-tag';

const MAX_OPTIONS = 8;

export interface TagOption {
  readonly tag: TraceTag;
  /** Traces that have it; null for one that is still to be made. */
  readonly traceCount: number | null;
}

export interface TagOptions {
  readonly options: readonly TagOption[];
  /** Why what was typed is no tag; '' where it is one. */
  readonly problem: string;
}

/**
 * Tags in use that what was typed is a part of, one that is the same first, then the way to make
 * it. Suggestions may still be those of an earlier text.
 * @param had tags that need not be added
 */
export function tagOptions(
  text: string,
  suggestions: readonly TagSuggestion[],
  had: readonly TraceTag[],
): TagOptions {
  const typed = readTag(text);
  const wanted = (typed.tag === null ? text.trim() : tagText(typed.tag)).toLowerCase();
  const isHad = (tag: TraceTag): boolean => had.some((other) => isSameTag(other, tag));
  const found = suggestions
    .filter((tag) => !isHad(tag) && tagText(tag).toLowerCase().includes(wanted))
    .slice(0, MAX_OPTIONS)
    .map(({ key, value, traceCount }): TagOption => ({ tag: { key, value }, traceCount }));
  const { tag } = typed;
  if (tag === null) return { options: found, problem: typed.problem };
  const isTyped = (option: TagOption): boolean => isSameTag(option.tag, tag);
  const same = suggestions.find((suggestion) => isSameTag(suggestion, tag));
  const others = found.filter((option) => !isTyped(option));
  if (isHad(tag)) return { options: others, problem: '' };
  const made: TagOption = { tag, traceCount: same?.traceCount ?? null };
  return { options: same === undefined ? [...others, made] : [made, ...others], problem: '' };
}

/** What to look for among the tags in use: the key alone where a value is typed as well. */
export function suggestedBy(text: string): string {
  return (readTag(text).tag?.key ?? text).trim();
}
