/** How many instances a line names; `--json` names all. */
const namedMax = 5;

/** Instance ids for a line: the first few, and how many more there are. */
export function nameInstances(instanceIds: readonly string[]): string {
  const more = instanceIds.length - namedMax;
  const named = instanceIds.slice(0, namedMax).join(', ');
  return more > 0 ? `${named} and ${more} more (--json has all)` : named;
}
