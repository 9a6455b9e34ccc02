/** A parameter that exists. */
export interface ExistingParameter {
  readonly name: string;
  /** String, StringList or SecureString. */
  readonly type: string;
  /** The ARN of whoever changed it last. */
  readonly changedBy: string;
}

/** Whether the stack may go on. */
export type NamesPlan = { readonly kind: 'go on' } | { readonly kind: 'refuse'; readonly reason: string };

/** So that the reason fits into an answer to CloudFormation. */
const shownMax = 5;

/**
 * Refuses if a parameter exists that is not of the stack. A parameter of the stack is one that CloudFormation lists as its
 * resource, whoever changed the value since.
 */
export function planNames(existing: readonly ExistingParameter[], own: ReadonlySet<string>): NamesPlan {
  const taken = existing.filter(({ name }) => !own.has(name));
  if (taken.length === 0) return { kind: 'go on' };
  const shown = taken
    .slice(0, shownMax)
    .map(({ name, type, changedBy }) => `${name} (a ${type}, changed by ${changedBy})`);
  const more = taken.length > shownMax ? [`and ${taken.length - shownMax} more`] : [];
  return {
    kind: 'refuse',
    reason:
      `Parameters exist already, and are not of this stack: ${[...shown, ...more].join(', ')}. ` +
      'Nothing was made. Take them out of the tree, give them other names there, or delete them ' +
      '(aws ssm delete-parameter --name <name>), then deploy again',
  };
}
