import { expect, it } from 'vitest';
import { rehearseFleet } from '../../../../simulator/rehearsal/rehearse-fleet.ts';
import { deployApplication } from '../../../../simulator/run/deploy-application.ts';
import { assemblyFolderWith } from '../../../synthesized.ts';
import { instance, instances, node, nodes, read } from '../fleet-files.ts';

/** Profiles and exclusions that read tags, so that a tag which is taken for nothing shows. */
const settings = {
  excludeTags: [{ key: 'team "a\\b"', value: 'x*' }, { key: 'Name', value: 'Packer*' }, { key: 'any' }],
  profiles: [
    {
      name: 'web',
      tags: { role: 'web*' },
      documents: { Linux: { document: 'InstallAgentLinux', parameters: { AgentVersion: '2.0.0' } } },
    },
    { name: 'rest', documents: { Linux: { document: 'InstallAgentLinux' } } },
  ],
};

const tags = (...pairs: [string, string][]) => ({ Tags: pairs.map(([Key, Value]) => ({ Key, Value })) });
const variants = [
  {},
  tags(['role', 'web-1'], ['Name', 'a']),
  tags(['role', 'web-2'], ['aws:autoscaling:groupName', 'g']),
  tags(['role', 'db'], ['any', '']),
  tags(['role', 'web'], ['Name', 'Packer Builder']),
  tags(['team "a\\b"', 'xy']),
  tags(['team "a\\b"', 'y']),
  { IamInstanceProfile: undefined },
  { Architecture: 'arm64' },
  { Operator: { Managed: true, Principal: 'eks.amazonaws.com' } },
  { MetadataOptions: { HttpEndpoint: 'disabled' } },
];
const systems = [
  {},
  { PlatformName: 'Alpine Linux' },
  { PlatformName: 'Plan 9' },
  { PingStatus: 'ConnectionLost' },
  {
    PlatformType: 'Windows',
    PlatformName: 'Microsoft Windows Server 2019 Datacenter',
    PlatformVersion: '10.0.17763',
  },
  undefined,
];

it('one of each kind shows for all what running each would show', async () => {
  const count = variants.length * systems.length * 2;
  const numbers = Array.from({ length: count }, (_, index) => index);
  const contents = {
    instances: instances(...numbers.map((number) => instance(number, variants[number % variants.length]))),
    managed: nodes(
      ...numbers.flatMap((number) => {
        const system = systems[Math.floor(number / variants.length) % systems.length];
        return system === undefined ? [] : [node(number, system)];
      }),
    ),
  };
  const rehearse = async (eachMax: number) => {
    const application = await deployApplication(assemblyFolderWith(settings), { seed: 1 });
    return rehearseFleet(application, await read(contents), { seed: 1, eachMax });
  };
  const each = await rehearse(Number.POSITIVE_INFINITY);
  const kinds = await rehearse(0);
  expect(each.ran).toBe(count);
  expect(kinds.ran).toBeLessThan(count / 2);
  const outcomes = ({ instances: all }: typeof each) =>
    all.map(({ commandId: _, secondsToCommand: __, ...outcome }) => outcome);
  expect(outcomes(kinds)).toEqual(outcomes(each));
  const { launched, accounted, outcomes: statuses, byPlatform, bySource, reasons } = each;
  expect(kinds).toMatchObject({ launched, accounted, outcomes: statuses, byPlatform, bySource, reasons });
  expect(Object.keys(reasons).length).toBeGreaterThan(5);
}, 60_000);
