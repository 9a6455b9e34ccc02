/** True for an object that is neither null nor a list: what JSON, YAML and templates call an object or a mapping. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
