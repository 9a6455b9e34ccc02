import type { OperationRequests } from './requests.ts';
import type { World } from './world.ts';

const capture = { SchemaVersion: '1.0', CaptureTime: '2026-01-01T00:00:00Z' };
const applications = { ...capture, TypeName: 'AWS:Application' };
const bash = { Name: 'bash', Version: '5' };
const reported = { ...applications, Content: [bash], ContentHash: 'a' };
const big = Array.from({ length: 260 }, (_, at) => ({ Name: `n${at}`, Summary: 'x'.repeat(4090) }));

const put =
  (...items: readonly object[]) =>
  ({ linux: [InstanceId] }: World) => ({ InstanceId, Items: items });
const none = 'i-0000000000000dead';

/** A node that has reported its applications. */
function reporting(world: World): string {
  const [InstanceId] = world.linux;
  world.cloud.ssm.operations.PutInventory.run({ InstanceId, Items: [reported] }, world.cloud.administrator());
  return InstanceId;
}
const filter = (Key: string, Type: string, ...Values: readonly string[]) => ({
  Filters: [{ Key, Type, Values }],
});
const wrongFilter = filter('Name', 'Equal', 'bash');

/** The requests to Systems Manager about the inventory. */
export const requestsOfInventory: Readonly<Record<string, OperationRequests>> = {
  GetInventory: {
    answers: [
      { MaxResults: 1 },
      filter('AWS:InstanceInformation.InstanceStatus', 'NotEqual', 'Terminated'),
      (world) => {
        reporting(world);
        const ResultAttributes = [{ TypeName: 'AWS:Application' }];
        return { ...filter('AWS:Application.Name', 'BeginWith', 'ba'), ResultAttributes };
      },
    ],
    refusals: {
      InvalidFilter: filter('AWS:Application.Name', 'Exists', 'true'),
      InvalidResultAttributeException: { ResultAttributes: [{ TypeName: 'AWS:Nothing' }] },
      InvalidTypeNameException: filter('AWS:Nothing.Name', 'Equal', 'x'),
      InvalidNextToken: { NextToken: 'x' },
    },
  },
  ListInventoryEntries: {
    answers: [
      (world) => ({ InstanceId: reporting(world), TypeName: 'AWS:Application', MaxResults: 1 }),
      ({ linux: [InstanceId] }) => ({ InstanceId, TypeName: 'AWS:InstanceInformation' }),
      (world) => ({
        ...{ InstanceId: reporting(world), TypeName: 'AWS:Application' },
        ...filter('AWS:Application.Name', 'Equal', 'bash'),
      }),
    ],
    refusals: {
      InvalidInstanceId: { InstanceId: none, TypeName: 'AWS:Application' },
      InvalidTypeNameException: ({ linux: [InstanceId] }) => ({ InstanceId, TypeName: 'AWS:Nothing' }),
      InvalidFilter: ({ linux: [InstanceId] }) => ({
        ...{ InstanceId, TypeName: 'AWS:Application' },
        ...wrongFilter,
      }),
      InvalidNextToken: ({ linux: [InstanceId] }) => ({
        ...{ InstanceId, TypeName: 'AWS:InstanceInformation', NextToken: 'x' },
      }),
    },
  },
  PutInventory: {
    answers: [
      put({ ...reported, ContentHash: 'b' }),
      put({ ...capture, TypeName: 'Custom:Rack', Content: [{ Rack: 'A4' }] }),
      (world) => {
        const InstanceId = reporting(world);
        return { InstanceId, Items: [{ ...applications, ContentHash: 'a' }] };
      },
    ],
    refusals: {
      CustomSchemaCountLimitExceededException: put(
        ...Array.from({ length: 21 }, (_, at) => ({ ...capture, TypeName: `Custom:T${at}`, Content: [] })),
      ),
      InvalidInstanceId: { InstanceId: none, Items: [reported] },
      InvalidItemContentException: put({ ...applications, Content: [{ Version: '1' }] }),
      InvalidTypeNameException: put({ ...reported, TypeName: 'AWS:Nothing' }),
      ItemContentMismatchException: put({ ...applications, ContentHash: 'another' }),
      TotalSizeLimitExceededException: put({ ...applications, Content: big }),
      UnsupportedInventoryItemContextException: put({ ...reported, Context: { a: 'b' } }),
      UnsupportedInventorySchemaVersionException: put({ ...reported, SchemaVersion: '7.0' }),
    },
  },
};
