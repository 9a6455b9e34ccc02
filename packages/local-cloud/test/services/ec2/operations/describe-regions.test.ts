import { describe, expect, it } from 'vitest';
import { list, PretendWorld } from '../pretend-world.ts';

const world = new PretendWorld();
const regions = (input: object) => list(world.call(world.ec2, 'DescribeRegions', input), 'Regions');
const names = (input: object) => regions(input).map(({ RegionName }) => RegionName);

describe('DescribeRegions', () => {
  it('lists the regions that every account has', () => {
    expect(regions({})).toHaveLength(17);
    expect(regions({ RegionNames: ['eu-west-1'] })).toEqual([
      {
        RegionName: 'eu-west-1',
        Endpoint: 'ec2.eu-west-1.amazonaws.com',
        OptInStatus: 'opt-in-not-required',
      },
    ]);
  });

  it('lists those to opt in to on request', () => {
    expect(names({})).not.toContain('af-south-1');
    expect(names({ AllRegions: true })).toContain('af-south-1');
    const filter = { Name: 'opt-in-status', Values: ['not-opted-in'] };
    expect(names({ AllRegions: true, Filters: [filter] })).not.toContain('eu-west-1');
    expect(names({ Filters: [{ Name: 'region-name', Values: ['us-*'] }] })).toHaveLength(4);
  });

  it('refuses a region that there is not', () => {
    expect(world.refusal(world.ec2, 'DescribeRegions', { RegionNames: ['mars-1'] }).code).toBe(
      'InvalidParameterValue',
    );
  });
});
