import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';

/** What the role of a runbook or of its function may do, and why a resource has a wildcard. */
export interface RunbookGrant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
  /** Why resources end with a wildcard. @default none of them does */
  readonly reason?: string;
}

/** Lets a role do it. `scope` is the construct that the role belongs to. */
export function allowGrant(
  scope: Construct,
  role: Role,
  { actions, resources, conditions = {}, reason }: RunbookGrant,
): void {
  role.addToPolicy(
    new PolicyStatement({
      actions: [...actions],
      resources: [...resources],
      ...(Object.keys(conditions).length === 0 ? {} : { conditions }),
    }),
  );
  if (reason !== undefined) acknowledgeWildcards(scope, resources, reason);
}
