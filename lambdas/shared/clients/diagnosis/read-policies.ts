import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  type IAMClient,
  NoSuchEntityException,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import * as z from 'zod/mini';
import type { PolicyStatement } from '../../domain/diagnosis/policy-statement.ts';
import { readPages } from '../read-pages.ts';

/** Reads what policies say. A managed policy is read once, however many roles have it. */
export function readPolicies(iam: IAMClient) {
  const managed = new Map<string, Promise<PolicyStatement[]>>();
  const readManaged = (arn: string): Promise<PolicyStatement[]> => {
    const known = managed.get(arn);
    if (known !== undefined) return known;
    const statements = readManagedPolicy(iam, arn);
    managed.set(arn, statements);
    return statements;
  };
  return {
    /**
     * The statements of all policies of a role, attached and inline; none for a role that does not exist.
     * @throws when a policy cannot be read, or is not valid for IAM.
     */
    async ofRole(roleName: string): Promise<PolicyStatement[]> {
      const arns = await listAttached(iam, roleName);
      if (arns === undefined) return [];
      const statements: PolicyStatement[] = [];
      for (const arn of arns) statements.push(...(await readManaged(arn)));
      return [...statements, ...(await readInline(iam, roleName))];
    },
  };
}

/** The ARNs of the managed policies of a role; undefined when the role does not exist. */
async function listAttached(iam: IAMClient, RoleName: string): Promise<string[] | undefined> {
  try {
    const pages = paginateListAttachedRolePolicies({ client: iam }, { RoleName });
    const policies = await readPages(pages, ({ AttachedPolicies }) => AttachedPolicies);
    return policies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
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

const texts = z.union([
  z.array(z.string()),
  z.pipe(
    z.string(),
    z.transform((text) => [text]),
  ),
]);
const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.exactOptional(texts),
  NotAction: z.exactOptional(texts),
  Resource: z.exactOptional(texts),
  Condition: z.exactOptional(z.record(z.string(), z.unknown())),
});
const policyDocument = z.object({ Statement: z.union([z.array(statement), statement]) });

/** A policy document as IAM returns it: URL-encoded JSON. Throws for any other form. */
function readDocument(encoded = ''): PolicyStatement[] {
  const { Statement } = policyDocument.parse(JSON.parse(decodeURIComponent(encoded)));
  return [Statement].flat().map(({ Effect, Action, NotAction, Resource, Condition }) => ({
    effect: Effect,
    actions: Action ?? NotAction ?? [],
    isInverted: Action === undefined,
    isUnconditional: Condition === undefined && Resource?.includes('*') === true,
  }));
}
