import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import { physicalName } from '../onboarding/profiles.ts';
import type { AssociationsSettings } from './associations-schema.ts';
import { listAssociations } from './declared-associations.ts';
import { NodeAssociation } from './node-association.ts';
import { OutputBucket } from './output-bucket.ts';

/** What State Manager keeps in its wanted state. */
export class AssociationsStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { own, settings, ...props }: CapabilityProps<AssociationsSettings>,
  ) {
    super(scope, id, props);
    const { prefix, parameterPath } = settings.names;
    const associations = listAssociations(settings);
    const outputs = associations.some(({ output }) => output)
      ? new OutputBucket(this, 'Outputs', {
          ...{ existing: own.outputBucket, retentionDays: own.outputDays, parameterPath },
        })
      : undefined;
    for (const { field: _, ...association } of associations) {
      const { name, document, output } = association;
      new NodeAssociation(this, name, {
        ...association,
        prefix,
        documentName: physicalName(settings, document),
        ...(output && outputs ? { outputLocation: outputs.locationFor(name) } : {}),
      });
    }
  }
}
