import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import type { AccessSettings } from './access-schema.ts';

/** Default Host Management, and what keeps the tags of targets safe. */
export class AccessStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<AccessSettings>) {
    super(scope, id, props);
  }
}
