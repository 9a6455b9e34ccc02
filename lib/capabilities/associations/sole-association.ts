import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Singleton } from '../../constructs/singletons.ts';
import type { Association } from './association.ts';

/** An association of a document of AWS that must be the only one of its kind on every node. */
export interface SoleAssociationProps extends Pick<Association, 'document' | 'parameters' | 'schedule'> {
  /** The beginning of physical names. */
  readonly prefix: string;
  /** What people call it. The output of the stack begins with it. */
  readonly title: string;
  /** Its name, without the prefix. */
  readonly name: string;
  /** What it is for: which associations of somebody else do the same. */
  readonly purpose: 'inventory' | 'scan';
  readonly concurrency: string;
  readonly errors: string;
  /** Whether it is wanted beside those of somebody else too. */
  readonly isBesideOthers: boolean;
}

/**
 * An association that is made only where nobody else has one that does the same. CloudFormation cannot look, so a function
 * does. It runs at once on every node, then by its schedule, and on each new node that comes online for the first time.
 */
export function soleAssociation(scope: Construct, props: SoleAssociationProps): Singleton {
  const { partition, region, account, stackId } = Stack.of(scope);
  const { prefix, title, name, purpose, document, schedule, concurrency, errors, isBesideOthers } = props;
  const here = `${region}:${account}`;
  const all = `arn:${partition}:ssm:${here}:association/*`;
  // No other stack has this part of an id. So the function knows its own association by the name.
  const ownPart = Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', stackId))));
  const parameters = Object.entries(props.parameters).map(([key, value]) => [key, [value].flat()]);
  return {
    id: name,
    properties: {
      ...{
        Kind: 'sole-association',
        Title: title,
        Name: `${prefix}-${name}-sole-${ownPart}`,
        Purpose: purpose,
      },
      ...{ Document: document, Parameters: JSON.stringify(Object.fromEntries(parameters)) },
      ...{ Schedule: schedule, Concurrency: concurrency, Errors: errors },
      BesideOthers: String(isBesideOthers),
    },
    whyWildcards:
      'Associations of others are known only when they are listed, an association has its id when it is made, and this one is for every node.',
    permissions: [
      { actions: ['ssm:ListAssociations'], resources: ['*'] },
      { actions: ['ssm:DeleteAssociation'], resources: [all] },
      {
        actions: ['ssm:CreateAssociation', 'ssm:UpdateAssociation'],
        resources: [
          all,
          `arn:${partition}:ssm:${region}::document/${document}`,
          `arn:${partition}:ec2:${here}:instance/*`,
          `arn:${partition}:ssm:${here}:managed-instance/*`,
        ],
      },
    ],
  };
}
