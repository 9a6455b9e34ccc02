/**
 * Reads every page of a listing of AWS, and gives the items of all of them. A page can be empty and still have a next
 * one, which the SDK's paginators know.
 */
export async function readPages<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}
