import type { Place } from '../../../core/host.ts';

/** The ARN of an execution. `*` stands for any: an execution has no id before it is started. */
export function executionArn({ partition, region, accountId }: Place, id: string): string {
  return `arn:${partition}:ssm:${region}:${accountId}:automation-execution/${id}`;
}

/** The ARN of a version of a runbook, as events name it. */
export function definitionArn(
  { partition, region, accountId }: Place,
  { documentName, version }: { readonly documentName: string; readonly version: number },
): string {
  return `arn:${partition}:ssm:${region}:${accountId}:automation-definition/${documentName}:${version}`;
}
