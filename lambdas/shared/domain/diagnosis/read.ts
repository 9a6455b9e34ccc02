/**
 * Calls of AWS that read evidence, and on what. The function that looks for causes may do this and no more.
 * `{partition}`, `{region}` and `{account}` are those of its stack.
 */
export interface Read {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}
