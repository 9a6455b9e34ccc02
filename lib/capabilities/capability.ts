import type { StackProps } from 'aws-cdk-lib';
import type { Settings } from '../configuration/config.ts';

/** What the stack of a capability is made of. */
export interface CapabilityProps<Own> extends StackProps {
  /** The capability's own part of the configuration. */
  readonly own: Own;
  /** Everything else: names, retention, and the other capabilities. */
  readonly settings: Settings;
}
