/**
 * The value of a JSON text. If the text is not JSON, it is returned as it is; no schema of ours accepts it.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
