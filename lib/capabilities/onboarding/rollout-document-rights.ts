import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Settings } from '../../configuration/settings.ts';

/** The documents that roll-outs may send besides those of profiles. AWS owns those whose names begin with its own. */
export function rolloutDocumentArns(
  { partition, region, account }: Stack,
  { rolloutDocuments }: Pick<Settings, 'rolloutDocuments'>,
): string[] {
  return rolloutDocuments.toSorted().map((name) => {
    const owner = /^(AWS|Amazon)/.test(name) ? '' : account;
    return `arn:${partition}:ssm:${region}:${owner}:document/${name}`;
  });
}

/** The right to look at them: what they take, and how long they are. */
export function rolloutDocumentStatements(resources: readonly string[]): PolicyStatement[] {
  if (resources.length === 0) return [];
  const actions = ['ssm:DescribeDocument', 'ssm:GetDocument'];
  return [new PolicyStatement({ sid: 'RolloutDocuments', actions, resources: [...resources] })];
}
