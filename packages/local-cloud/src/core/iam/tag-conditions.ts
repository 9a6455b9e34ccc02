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

/** The condition keys of the tags that a request names; none without tags. */
export function requestedTagConditions(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): Readonly<Record<string, string | readonly string[]>> {
  if (tags === undefined) return {};
  const values = tags.map(
    ({ Key: key = '', Value: value = '' }) => [`aws:RequestTag/${key}`, value] as const,
  );
  return { 'aws:TagKeys': tags.map(({ Key: key = '' }) => key), ...Object.fromEntries(values) };
}
