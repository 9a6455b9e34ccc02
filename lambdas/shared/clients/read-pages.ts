/**
 * Reads every page of an AWS listing and returns the items of all pages. A page can be empty and still have a
 * next one; the SDK's paginators handle that.
 */
export async function readPages<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}
