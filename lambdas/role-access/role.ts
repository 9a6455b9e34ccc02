/** A role, as far as the plans need it. */
export interface Role {
  readonly roleName: string;
  /** It begins and ends with a slash. */
  readonly path: string;
  /** The trust policy: a document of JSON. */
  readonly trust: unknown;
  /** The ARNs of its managed policies. */
  readonly policyArns: readonly string[];
  /** Values by key. IAM takes keys that differ in the case of letters alone for one key. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What the plans go by. */
export interface RoleRules {
  readonly policyArn: string;
  readonly protectedTag: string;
}

/** The value of a tag, whatever the case of its letters; undefined when the role does not have it. */
export function tagOf({ tags }: Role, key: string): string | undefined {
  return Object.entries(tags).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}
