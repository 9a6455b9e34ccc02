/** An instance profile that a call names. */
export interface NamedProfile {
  readonly arn: string;
  /** The ARN of its role, if it contains one. */
  readonly roleArn: string | undefined;
}

/** What EC2 asks IAM about instance profiles. */
export interface InstanceProfiles {
  /** Declares the profile of a launch that nobody has declared. */
  adopt(profileArn: string): void;
  /** The profile of this ARN or name. */
  find(asked: {
    readonly Arn?: string | undefined;
    readonly Name?: string | undefined;
  }): NamedProfile | undefined;
  /** Whether the role in a profile lets an agent register. */
  letsRegister(profileArn: string): boolean;
}

/** Without IAM, no profile is known, and any that a launch names is good. */
export const noProfiles: InstanceProfiles = {
  adopt: () => undefined,
  find: () => undefined,
  letsRegister: () => true,
};
