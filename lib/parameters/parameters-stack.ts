import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import type { ParametersSettings } from './parameters-schema.ts';

/** The parameter tree, who may read and write it, and word of its changes. */
export class ParametersStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { own, settings, ...props }: CapabilityProps<ParametersSettings>,
  ) {
    super(scope, id, props);
  }
}
