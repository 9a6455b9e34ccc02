import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import type { SessionsSettings } from './sessions-schema.ts';

/** How sessions run, what is logged of them, and who may start them. */
export class SessionsStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<SessionsSettings>) {
    super(scope, id, props);
  }
}
