import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import type { AssociationsSettings } from './associations-schema.ts';

/** What State Manager keeps as it should be. */
export class AssociationsStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { own, settings, ...props }: CapabilityProps<AssociationsSettings>,
  ) {
    super(scope, id, props);
  }
}
