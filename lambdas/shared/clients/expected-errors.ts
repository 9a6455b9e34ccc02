/** True for an error of one of these names; the SDK names its errors by the codes of AWS. */
export function isNamed(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/**
 * What a call gives, or undefined when it is refused for one of these reasons.
 * @throws every other error.
 */
export async function unless<T>(names: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isNamed(error, names)) return undefined;
    throw error;
  }
}
