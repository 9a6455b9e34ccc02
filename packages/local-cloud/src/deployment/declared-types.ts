import { dnsSuffix } from '../core/host.ts';
import { type Creation, named, nameOf, type ResourceType } from './resource.ts';
import type { CreatedResource } from './template.ts';

/**
 * Resource types that have only a name and attributes here: no call reaches them. A deployment accepts such a type only
 * if it lists it in `declaredOnly`, so that nobody believes it to be simulated. A bucket is thus always empty.
 */
export const declaredTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    createOnly: ['BucketName', 'ObjectLockEnabled', 'BucketNamespace', 'BucketNamePrefix'],
    ...stateless(bucket),
  },
  'AWS::S3::BucketPolicy': {
    createOnly: ['Bucket'],
    ...stateless(({ properties }) => named(String(properties['Bucket']))),
  },
  'AWS::Logs::ResourcePolicy': {
    nameProperty: 'PolicyName',
    createOnly: ['PolicyName'],
    ...stateless((creation) => named(nameOf(creation, 'PolicyName'))),
  },
};

/** How a resource without state lives: its id and attributes follow from its name and properties. */
export function stateless(
  describe: (creation: Creation) => CreatedResource,
): Pick<ResourceType, 'create' | 'update' | 'remove'> {
  return { create: describe, update: describe, remove: () => undefined };
}

function bucket(creation: Creation): CreatedResource {
  const { cloud } = creation;
  const bucketName = nameOf(creation, 'BucketName').toLowerCase();
  const domain = dnsSuffix(cloud.partition);
  return named(bucketName, {
    Arn: `arn:${cloud.partition}:s3:::${bucketName}`,
    DomainName: `${bucketName}.s3.${domain}`,
    RegionalDomainName: `${bucketName}.s3.${cloud.region}.${domain}`,
  });
}
