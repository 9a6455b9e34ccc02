/** The value of a JSON text; the text itself when it is not JSON, which no schema of ours takes either. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
