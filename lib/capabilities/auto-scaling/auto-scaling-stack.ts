import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import { type AutoScalingSettings, heartbeatSecondsOf } from './auto-scaling-schema.ts';
import { LaunchGate } from './launch-gate.ts';

/** Gates: instances of the named Auto Scaling groups enter service only when they are onboarded. */
export class AutoScalingStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { own, settings, ...props }: CapabilityProps<AutoScalingSettings>,
  ) {
    super(scope, id, props);
    const gates = Object.fromEntries(
      Object.entries(own.groups).map(([name, gate]) => [
        name,
        { ...gate, heartbeatSeconds: heartbeatSecondsOf(gate) },
      ]),
    );
    new LaunchGate(this, 'LaunchGate', { settings, gates });
  }
}
