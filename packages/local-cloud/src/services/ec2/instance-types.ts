import { ServiceError } from '../../core/service.ts';
import { enumValues } from '../../core/wire/enum-values.ts';

let types: ReadonlySet<string> | undefined;

/** Refuses a type that EC2 does not have. The SDK knows all that there were when it was published. */
export function checkInstanceType(type: string): void {
  types ??= enumValues('ec2', 'InstanceType');
  if (!types.has(type))
    throw new ServiceError('InvalidParameterValue', `Invalid value '${type}' for InstanceType.`);
}
