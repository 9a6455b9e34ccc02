import type * as Sdk from '@aws-sdk/client-config-service';
import { enumValues } from '../../../core/wire/enum-values.ts';
import { invalidValue } from '../invalid-value.ts';
import type { ResourceKey } from '../resource-key.ts';

/** The keys of a request. @throws ServiceError InvalidParameterValueException for a type that AWS Config does not know. */
export function readKeys(given: readonly Sdk.ResourceKey[]): ResourceKey[] {
  const known = enumValues('config', 'ResourceType');
  return given.map(({ resourceType: type = '', resourceId: id = '' }) => {
    if (!known.has(type)) throw invalidValue(`The resourceType ${type} is not known.`);
    return { type, id };
  });
}

/** A resource as keys name it. @throws Error for a type that no key can have. */
export function renderKey({ type, id }: ResourceKey): Sdk.ResourceKey {
  const resourceType = typeNamed(type);
  return { resourceType, resourceId: id };
}

function typeNamed(type: string): Sdk.ResourceType {
  if (type === 'AWS::EC2::Instance' || type === 'AWS::SSM::Document') return type;
  throw new Error(`no result is about a resource of the type ${type}`);
}
