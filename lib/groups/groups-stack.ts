import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import type { GroupsSettings } from './groups-schema.ts';

/** Resource groups: targets of windows, associations and roll-outs. */
export class GroupsStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<GroupsSettings>) {
    super(scope, id, props);
  }
}
