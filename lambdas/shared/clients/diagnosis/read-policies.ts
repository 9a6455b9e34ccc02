import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  NoSuchEntityException,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import type { PolicyStatement } from '../../domain/diagnosis/policy-statement.ts';
import type { RolePolicies } from '../../domain/diagnosis/role-evidence.ts';
import { readPages } from '../read-pages.ts';
import type { Attempts } from './attempts.ts';
import { parsePolicy } from './policy-document.ts';

/** Reads what policies say. A managed policy is read once, however many roles have it. */
export function readPolicies(iam: IAMClient, attempts: Attempts) {
  const managed = new Map<string, Promise<PolicyStatement[]>>();
  const readManaged = (arn: string): Promise<PolicyStatement[]> => {
    const known = managed.get(arn);
    if (known !== undefined) return known;
    const statements = readManagedPolicy(iam, arn);
    managed.set(arn, statements);
    return statements;
  };
  return {
    /** What bounds a role, and its policies, attached and inline; a role that does not exist has none. */
    async ofRole(roleName: string): Promise<RolePolicies> {
      const role = await attempts.attempt('roles', () => readRole(iam, roleName));
      if (role?.isGone === true) return { identity: [] };
      const identity = await attempts.attempt('the policies of roles', async () => {
        const statements: PolicyStatement[] = [];
        for (const arn of await listAttached(iam, roleName)) statements.push(...(await readManaged(arn)));
        return [...statements, ...(await readInline(iam, roleName))];
      });
      const arn = role?.boundaryArn;
      if (arn === undefined) return role === undefined ? { identity, boundary: unread } : { identity };
      const statements = await attempts.attempt('permissions boundaries', () => readManaged(arn));
      return { identity, boundary: { arn, statements } };
    },
  };
}

/** The boundary of a role that could not be read: it may have one. */
const unread = { arn: '', statements: undefined };

async function readRole(
  iam: IAMClient,
  RoleName: string,
): Promise<{ readonly isGone: boolean; readonly boundaryArn: string | undefined }> {
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    return { isGone: false, boundaryArn: Role?.PermissionsBoundary?.PermissionsBoundaryArn };
  } catch (error) {
    if (error instanceof NoSuchEntityException) return { isGone: true, boundaryArn: undefined };
    throw error;
  }
}

/** The ARNs of the managed policies of a role. */
async function listAttached(iam: IAMClient, RoleName: string): Promise<string[]> {
  const pages = paginateListAttachedRolePolicies({ client: iam }, { RoleName });
  const policies = await readPages(pages, ({ AttachedPolicies }) => AttachedPolicies);
  return policies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
}

async function readInline(iam: IAMClient, RoleName: string): Promise<PolicyStatement[]> {
  const statements: PolicyStatement[] = [];
  const pages = paginateListRolePolicies({ client: iam }, { RoleName });
  for (const PolicyName of await readPages(pages, ({ PolicyNames }) => PolicyNames)) {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    statements.push(...readDocument(PolicyDocument));
  }
  return statements;
}

async function readManagedPolicy(iam: IAMClient, PolicyArn: string): Promise<PolicyStatement[]> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return readDocument(PolicyVersion?.Document);
}

/** A policy document as IAM returns it: URL-encoded JSON. Throws for any other form. */
function readDocument(encoded = ''): PolicyStatement[] {
  return parsePolicy(decodeURIComponent(encoded));
}
