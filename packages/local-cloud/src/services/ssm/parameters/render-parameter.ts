import type { Parameter as ParameterShape } from '@aws-sdk/client-ssm';
import type { Parameter, ParameterVersion } from './parameter.ts';
import type { FoundVersion, ParameterStore } from './parameter-store.ts';

/** A version of a parameter with its value. */
export function renderParameter(
  store: ParameterStore,
  { name, parameter, version, selector }: FoundVersion,
  isDecrypted = false,
): ParameterShape {
  return {
    Name: name,
    Type: parameter.type,
    Value: store.reveal(version, isDecrypted),
    Version: version.number,
    ...(selector === undefined ? {} : { Selector: selector }),
    LastModifiedDate: new Date(version.modifiedMs),
    ARN: store.arn(parameter.name),
    DataType: version.dataType,
  };
}

/** A version of a parameter without its value. */
export function describeParameterVersion({ name, type, policies }: Parameter, version: ParameterVersion) {
  const { keyId, allowedPattern, description } = version;
  return {
    Name: name,
    Type: type,
    ...(keyId === undefined ? {} : { KeyId: keyId }),
    LastModifiedDate: new Date(version.modifiedMs),
    LastModifiedUser: version.modifiedBy,
    ...(description === '' ? {} : { Description: description }),
    ...(allowedPattern === undefined ? {} : { AllowedPattern: allowedPattern }),
    Version: version.number,
    Tier: version.tier,
    Policies: policies.map(({ type: PolicyType, text: PolicyText }) => ({
      ...{ PolicyType, PolicyText, PolicyStatus: 'Pending' },
    })),
    DataType: version.dataType,
  };
}
