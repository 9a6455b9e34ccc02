/**
 * Answers calls with these pages, one after another. `asked` holds each input as it was at its call, because
 * the paginators of the SDK change one input from page to page.
 */
export function answerPages(...pages: readonly object[]) {
  const asked: Record<string, unknown>[] = [];
  const answer = (input: Record<string, unknown>) => {
    asked.push({ ...input });
    return pages[asked.length - 1];
  };
  return { asked, answer };
}
