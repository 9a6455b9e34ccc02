import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import type { InventorySettings } from './inventory-schema.ts';

/** What is installed where, gathered and ready to be queried. */
export class InventoryStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<InventorySettings>) {
    super(scope, id, props);
  }
}
