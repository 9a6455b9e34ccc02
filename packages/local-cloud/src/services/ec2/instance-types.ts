import { _InstanceType as known } from '@aws-sdk/client-ec2';
import { ServiceError } from '../../core/service.ts';

const types: ReadonlySet<string> = new Set(Object.values(known));

/** Refuses a type that EC2 does not have. The SDK knows all that there were when it was published. */
export function checkInstanceType(type: string): void {
  if (!types.has(type))
    throw new ServiceError('InvalidParameterValue', `Invalid value '${type}' for InstanceType.`);
}
