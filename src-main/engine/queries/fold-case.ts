/** The form in which texts are compared where case does not count. */
export function foldCase(text: string): string {
  return text.toLowerCase();
}
