/** How deeply JSON inside a request may nest. It is the default of the parser that AWS's services use: assumed. */
const levelsMax = 1_000;

/**
 * Parses JSON that a caller sent inside a text: an event, a pattern, a policy, a document.
 * @throws SyntaxError for what is no JSON, and for what nests too deeply to walk through.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  assertWalkable(value);
  return value;
}

/** @throws SyntaxError for a value that nests too deeply to walk through. */
export function assertWalkable(value: unknown): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levelsMax) throw new SyntaxError(`JSON may nest ${levelsMax} levels deep at most`);
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
}
