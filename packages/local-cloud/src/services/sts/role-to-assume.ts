/** A role of the account, and its trust policy. */
export interface RoleToAssume {
  readonly arn: string;
  readonly trust: unknown;
}
