/** The codes that earlier versions of Muster wrote, and the codes that replaced them. docs/errors.md lists them. */
export const earlierCodes: Readonly<Record<string, string>> = { NoProfile: 'NoProfileMatches' };

/**
 * The present code for the reason of an entry. A code that no table knows comes from another version, and
 * stays.
 */
export function presentReason(code: string): string {
  return (Object.hasOwn(earlierCodes, code) ? earlierCodes[code] : undefined) ?? code;
}
