import type { DescribeRegionsRequest, DescribeRegionsResult, Region } from '@aws-sdk/client-ec2';
import { dnsSuffix } from '../../../core/host.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { Ec2World } from '../ec2-world.ts';
import { unknownFilter } from '../filter-names.ts';
import { type FilteredValue, isAccepted, readConditions } from '../filters.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';
import { regionsOf } from '../regions.ts';

const readers: Readonly<Record<string, (region: Region) => FilteredValue>> = {
  'region-name': ({ RegionName: name }) => name,
  endpoint: ({ Endpoint: endpoint }) => endpoint,
  'opt-in-status': ({ OptInStatus: status }) => status,
};

/** DescribeRegions: the regions of the partition. The account has opted in to none, and `AllRegions` shows the others too. */
export function describeRegions({
  host,
}: Ec2World): Operation<DescribeRegionsRequest, DescribeRegionsResult> {
  return {
    authorize: () => [{ action: 'ec2:DescribeRegions', resource: '*' }],
    run(input) {
      refuseDryRun(input.DryRun);
      const all = regionsOf(host.partition).map(({ name, isOptIn }) => ({
        RegionName: name,
        Endpoint: `ec2.${name}.${dnsSuffix(host.partition)}`,
        OptInStatus:
          isOptIn && name !== host.region ? 'not-opted-in' : isOptIn ? 'opted-in' : 'opt-in-not-required',
      }));
      const names = input.RegionNames;
      const unknown = names?.filter((name) => !all.some(({ RegionName }) => RegionName === name)) ?? [];
      if (unknown.length > 0)
        throw new ServiceError('InvalidParameterValue', `Invalid region name(s): ${unknown.join(', ')}`);
      const conditions = readConditions(input.Filters, readerOf);
      return {
        Regions: all.filter(
          (region) =>
            (input.AllRegions === true || names !== undefined || region.OptInStatus !== 'not-opted-in') &&
            names?.includes(region.RegionName) !== false &&
            conditions.every(({ read, accepts }) => isAccepted(read(region), accepts)),
        ),
      };
    },
  };
}

function readerOf(name: string): (region: Region) => FilteredValue {
  const read = readers[name];
  if (read !== undefined) return read;
  throw unknownFilter('DescribeRegions', name, Object.keys(readers));
}
