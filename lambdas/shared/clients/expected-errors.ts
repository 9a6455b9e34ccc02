/** True for an error that has one of these names. The SDK uses AWS error codes as names. */
export function isNamed(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/**
 * The result of a call, or undefined when the call fails with an error of one of these names.
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
