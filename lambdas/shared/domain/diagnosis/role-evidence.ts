import { missingActions, type PolicyStatement } from './policy-statement.ts';

/** What a role allows an agent. */
export interface RoleEvidence {
  readonly roleName: string;
  /**
   * The actions that an agent needs and the policies of the role certainly refuse; undefined when they could
   * not be read.
   */
  readonly lacks: readonly string[] | undefined;
  /** The policy that bounds the role, if one does, and the actions that it alone refuses; undefined as above. */
  readonly boundary?: { readonly name: string; readonly lacks: readonly string[] | undefined };
}

/** The policies of a role. A part is undefined when it could not be read. */
export interface RolePolicies {
  readonly identity: readonly PolicyStatement[] | undefined;
  readonly boundary?: { readonly arn: string; readonly statements: readonly PolicyStatement[] | undefined };
}

/**
 * Finds what a role refuses. With a permissions boundary, a role may do what both its policies and the boundary
 * allow (IAM user guide, "Permissions boundaries for IAM entities").
 */
export function roleEvidence(roleName: string, { identity, boundary }: RolePolicies): RoleEvidence {
  const lacks = identity && missingActions(identity);
  if (boundary === undefined) return { roleName, lacks };
  const name = boundary.arn.split(':policy/').at(-1) ?? boundary.arn;
  const both = boundary.statements && missingActions(identity ?? allowsAll, boundary.statements);
  return { roleName, lacks, boundary: { name, lacks: both?.filter((action) => !lacks?.includes(action)) } };
}

const allowsAll: readonly PolicyStatement[] = [
  { effect: 'Allow', actions: ['*'], isInverted: false, isUnconditional: true, coversAgents: true },
];

/** True for a role that certainly refuses something. */
export function isShort({ lacks, boundary }: RoleEvidence): boolean {
  return hasSome(lacks) || hasSome(boundary?.lacks);
}

/** True when a policy of the role, or its boundary, could not be read. */
export function isUnread({ lacks, boundary }: RoleEvidence): boolean {
  return lacks === undefined || (boundary !== undefined && boundary.lacks === undefined);
}

/** True when the policies of the role allow everything, and its boundary does not. */
export function isBounded({ lacks, boundary }: RoleEvidence): boolean {
  return !hasSome(lacks) && hasSome(boundary?.lacks);
}

/** What the role refuses, in words. */
export function describeRole(role: RoleEvidence): string {
  const { roleName, lacks = [], boundary } = role;
  if (!isBounded(role)) return `role ${roleName} lacks ${lacks.join(', ')}`;
  return `the boundary ${boundary?.name} of role ${roleName} does not allow ${boundary?.lacks?.join(', ')}`;
}

function hasSome(actions: readonly string[] | undefined): boolean {
  return actions !== undefined && actions.length > 0;
}
