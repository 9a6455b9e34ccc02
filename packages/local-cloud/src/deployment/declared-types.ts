import { dnsSuffix } from '../core/host.ts';
import { type Creation, named, nameOf, type ResourceType, rebuilt } from './resource.ts';
import type { CreatedResource } from './template.ts';

/**
 * Resource types that have only a name and attributes here: no call reaches them. A deployment accepts such a type only
 * if it lists it in `declaredOnly`, so that nobody believes it to be simulated.
 */
export const declaredTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::S3::Bucket': declared(bucket),
  'AWS::S3::BucketPolicy': declared(({ properties }) => named(String(properties['Bucket']))),
  'AWS::Logs::ResourcePolicy': declared((creation) => named(nameOf(creation, 'PolicyName'))),
};

function declared(create: (creation: Creation) => CreatedResource): ResourceType {
  return rebuilt({ create, remove: () => undefined });
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
