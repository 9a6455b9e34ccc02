import { isRecord } from '../is-record.ts';
import { models } from './models.ts';

/** The values of an enumeration in the SDK's model of a service: `InstanceType` of `ec2`. */
export function enumValues(service: string, name: string): ReadonlySet<string> {
  const sdk = models.find((model) => model.service === service)?.sdk() ?? {};
  const values = sdk[`_${name}`] ?? sdk[name];
  if (!isRecord(values)) throw new Error(`the model of ${service} has no enumeration ${name}`);
  return new Set(Object.values(values).map(String));
}
