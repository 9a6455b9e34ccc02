import { Tags } from 'aws-cdk-lib';
import { CfnAssociation } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { resourceTags } from '../../../lambdas/shared/runtime/contract.ts';
import { toTargets } from '../../configuration/targets.ts';
import { isOwnedByAws } from '../onboarding/profiles.ts';
import type { Association } from './association.ts';

/** An association, and where it stands. */
export interface NodeAssociationProps extends Omit<Association, 'field'> {
  /** What physical names begin with. */
  readonly prefix: string;
  /** The name by which Systems Manager knows the document, which may be a reference to it. */
  readonly documentName: string;
  /** Where its output goes. @default nowhere */
  readonly outputLocation?: CfnAssociation.S3OutputLocationProperty;
}

/**
 * An association of State Manager. It runs at once on every node that matches, then by its schedule, and on each new
 * node when that comes online for the first time.
 */
export class NodeAssociation extends Construct {
  constructor(scope: Construct, id: string, props: NodeAssociationProps) {
    super(scope, id);
    const { prefix, document, documentName, outputLocation } = props;
    const parameters = Object.entries(props.parameters).map(([name, value]) => [name, [value].flat()]);
    const association = new CfnAssociation(this, 'Association', {
      associationName: `${prefix}-${props.name}`,
      name: documentName,
      // The service refuses a version for documents of AWS. Of ours it is the latest: an update of a document does
      // not always make the new version the default (docs/decisions/0001-document-versions.md).
      ...(isOwnedByAws(document) ? {} : { documentVersion: '$LATEST' }),
      ...(parameters.length === 0 ? {} : { parameters: Object.fromEntries(parameters) }),
      targets: toTargets(props.targets, prefix),
      scheduleExpression: props.schedule,
      ...(props.waitForSchedule ? { applyOnlyAtCronInterval: true } : {}),
      // Both are always set: their defaults differ between the guide (50 nodes) and the API (all of them).
      maxConcurrency: props.concurrency,
      maxErrors: props.errors,
      complianceSeverity: props.complianceSeverity,
      ...(outputLocation === undefined ? {} : { outputLocation: { s3Location: outputLocation } }),
    });
    // cfn-lint knows no tags of associations: they are newer than its schemas, and perhaps than those of a region.
    Tags.of(association).remove(resourceTags.stack, { priority: 300 });
  }
}
