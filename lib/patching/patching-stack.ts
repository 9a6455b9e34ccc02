import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import type { PatchingSettings } from './patching-schema.ts';

/** Patch baselines, patch groups and maintenance windows. */
export class PatchingStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<PatchingSettings>) {
    super(scope, id, props);
  }
}
