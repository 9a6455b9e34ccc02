import { CfnAssociation } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { toTargets } from '../../configuration/targets.ts';
import { isOwnedByAws } from '../onboarding/profiles.ts';
import type { Association } from './association.ts';

/** An association, and what its resource needs. */
export interface NodeAssociationProps extends Omit<Association, 'field'> {
  /** The beginning of physical names. */
  readonly prefix: string;
  /** The document's name in Systems Manager. It may be a reference. */
  readonly documentName: string;
  /** Where its output goes. @default nowhere */
  readonly outputLocation?: CfnAssociation.S3OutputLocationProperty;
}

/**
 * An association of State Manager. It runs at once on every matching node, then by its schedule. It also runs
 * on each new node that comes online for the first time.
 */
export class NodeAssociation extends Construct {
  constructor(scope: Construct, id: string, props: NodeAssociationProps) {
    super(scope, id);
    const { prefix, document, documentName, outputLocation } = props;
    const parameters = Object.entries(props.parameters).map(([name, value]) => [name, [value].flat()]);
    new CfnAssociation(this, 'Association', {
      associationName: `${prefix}-${props.name}`,
      name: documentName,
      // The service refuses a version for documents of AWS. Our documents run in the latest version, because
      // an update does not always make the new version the default
      // (docs/decisions/0001-document-versions.md).
      ...(isOwnedByAws(document) ? {} : { documentVersion: '$LATEST' }),
      ...(parameters.length === 0 ? {} : { parameters: Object.fromEntries(parameters) }),
      targets: toTargets(props.targets, prefix),
      scheduleExpression: props.schedule,
      ...(props.waitForSchedule ? { applyOnlyAtCronInterval: true } : {}),
      // Both are always set, because the defaults differ between the guide (50 nodes) and the API (all of
      // them).
      maxConcurrency: props.concurrency,
      maxErrors: props.errors,
      complianceSeverity: props.complianceSeverity,
      ...(outputLocation === undefined ? {} : { outputLocation: { s3Location: outputLocation } }),
    });
  }
}
