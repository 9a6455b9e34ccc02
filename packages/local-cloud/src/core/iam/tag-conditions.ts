/**
 * Converts tags to condition keys, `<prefix>/<key>`, for every prefix that the action has: `aws:ResourceTag`,
 * `aws:RequestTag`, or one of the service.
 */
export function tagConditions(
  tags: Readonly<Record<string, string>>,
  prefixes: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    prefixes.flatMap((prefix) => Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value])),
  );
}
