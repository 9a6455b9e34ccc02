import { describe, expect, it } from 'vitest';
import {
  diagnose,
  type Evidence,
  groupByCause,
} from '../../../../../lambdas/shared/domain/diagnosis/diagnose.ts';
import type { RoleEvidence } from '../../../../../lambdas/shared/domain/diagnosis/diagnose-access.ts';
import { anInstance, idOf } from '../../../builders.ts';

const instanceProfileArn = 'profile/a';
const good: RoleEvidence = { roleName: 'a', lacks: [] };
const bad: RoleEvidence = { roleName: 'b', lacks: ['ssm:UpdateInstanceInformation'] };
const unread: RoleEvidence = { roleName: 'c', lacks: undefined };
const off = { role: undefined };

/** For a diagnosis from what EC2 says of the instance alone. */
const noEvidence: Evidence = {
  access: { instanceProfiles: new Map(), defaultHostManagement: undefined },
  network: { vpcs: new Map(), securityGroups: new Map() },
  isWhole: false,
};

/** Evidence of one instance profile and of Default Host Management. */
function access(
  role: RoleEvidence | undefined,
  host: { role: RoleEvidence | undefined } | undefined,
): Evidence {
  const instanceProfiles = new Map([[instanceProfileArn, { role }]]);
  return { ...noEvidence, access: { instanceProfiles, defaultHostManagement: host }, isWhole: true };
}

describe('the credentials of an instance with a profile', () => {
  it.each([
    ['a role that allows all', access(good, off), 'AgentSilent'],
    ['a role that lacks an action', access(bad, off), 'RoleLacksPermission'],
    ['a role whose policies could not be read', access(unread, off), 'AgentSilent'],
    ['no role', access(undefined, off), 'ProfileWithoutRole'],
    ['a profile that could not be read', noEvidence, 'AgentSilent'],
    ['a role that lacks an action, Default Host Management on', access(bad, { role: good }), 'AgentSilent'],
    ['no role, Default Host Management on', access(undefined, { role: good }), 'AgentSilent'],
    ['two bad roles', access(bad, { role: bad }), 'DefaultHostRoleLacksPermission'],
    ['a good role, that of Default Host Management bad', access(good, { role: bad }), 'AgentSilent'],
    ['a bad role, that of Default Host Management not read', access(bad, { role: unread }), 'AgentSilent'],
    ['a bad role, Default Host Management not read', access(bad, undefined), 'RoleLacksPermission'],
  ])('%s', (_name, evidence, code) => {
    expect(diagnose(anInstance({ instanceProfileArn }), evidence).code).toBe(code);
  });

  it('name the role and what it lacks', () => {
    expect(diagnose(anInstance({ instanceProfileArn }), access(bad, off)).detail).toBe(
      'role b lacks ssm:UpdateInstanceInformation',
    );
  });
});

describe('the credentials of an instance without a profile', () => {
  it.each([
    ['Default Host Management off', access(good, off), true, 'NoInstanceProfile'],
    ['Default Host Management not read', noEvidence, true, 'NoInstanceProfile'],
    [
      'Default Host Management with a bad role',
      access(good, { role: bad }),
      true,
      'DefaultHostRoleLacksPermission',
    ],
    ['Default Host Management, and IMDSv2', access(bad, { role: good }), true, 'AgentSilent'],
    ['Default Host Management, and IMDSv1', access(bad, { role: good }), false, 'ImdsV1Allowed'],
  ])('%s', (_name, evidence, requiresImdsV2, code) => {
    expect(diagnose(anInstance({ requiresImdsV2 }), evidence).code).toBe(code);
  });
});

describe('IMDSv1 is doubted', () => {
  const cause = (evidence: Evidence) =>
    diagnose(anInstance({ instanceProfileArn, requiresImdsV2: false }), evidence).code;

  it('when the instance profile leaves the instance to Default Host Management', () => {
    expect(cause(access(bad, { role: good }))).toBe('ImdsV1Allowed');
  });

  it('otherwise not, because an agent with a good instance profile does not need it', () => {
    expect(cause(access(good, { role: good }))).toBe('AgentSilent');
    expect(cause(access(good, off))).toBe('AgentSilent');
    expect(cause(noEvidence)).toBe('AgentSilent');
  });
});

it('a metadata service that is off comes before all else: no credentials help', () => {
  const { code } = diagnose(anInstance({ isMetadataOn: false }), access(undefined, off));
  expect(code).toBe('MetadataOff');
});

it('credentials come before the network, as for an agent', () => {
  const vpc = {
    vpcId: 'vpc-1',
    answersDns: true,
    endpoints: [],
    routeTables: [{ routeTableId: 'rtb-1', isMain: true, subnetIds: [], ways: [] }],
  };
  const network = { vpcs: new Map([['vpc-1', vpc]]), securityGroups: new Map() };
  const place = { vpcId: 'vpc-1', subnetId: 'subnet-1' };
  expect(diagnose(anInstance(place), { ...noEvidence, network }).code).toBe('NoInstanceProfile');
  const withRole = { ...access(good, off), network };
  expect(diagnose(anInstance({ ...place, instanceProfileArn }), withRole).code).toBe('NoRoute');
  // A way that is certainly closed comes before a metadata service that may be wrong.
  const host = { ...access(good, { role: good }), network };
  expect(diagnose(anInstance({ ...place, requiresImdsV2: false }), host).code).toBe('NoRoute');
});

describe('a cause is doubtful', () => {
  const isDoubtful = (
    evidence: Evidence,
    fields: Parameters<typeof anInstance>[0] = { instanceProfileArn },
  ) => diagnose(anInstance(fields), evidence).isDoubtful === true;

  it('when nothing was found and evidence is missing', () => {
    expect(isDoubtful(noEvidence)).toBe(true);
    expect(isDoubtful({ ...access(good, off), isWhole: false })).toBe(true);
    expect(isDoubtful({ ...access(bad, { role: good }), isWhole: false }, { requiresImdsV2: false })).toBe(
      true,
    );
  });

  it('when the instance profile is at fault and Default Host Management could not be read', () => {
    expect(isDoubtful(access(bad, undefined))).toBe(true);
    expect(isDoubtful(noEvidence, {})).toBe(true);
  });

  it('nowhere else', () => {
    expect(isDoubtful(access(good, off))).toBe(false);
    expect(isDoubtful({ ...access(bad, off), isWhole: false })).toBe(false);
    expect(isDoubtful({ ...noEvidence, isWhole: false }, { isMetadataOn: false })).toBe(false);
  });
});

describe('an agent that is silent', () => {
  const detailOf = (fields: Parameters<typeof anInstance>[0]) =>
    diagnose(anInstance({ instanceProfileArn, ...fields }), access(good, off)).detail;

  it('is described by its image and the system that EC2 bills', () => {
    expect(detailOf({ imageId: 'ami-1', billedSystem: 'Red Hat Enterprise Linux' })).toBe(
      'image ami-1 (Red Hat Enterprise Linux)',
    );
  });

  it('is described by the part of it that is known', () => {
    expect(detailOf({ imageId: 'ami-1' })).toBe('image ami-1');
    expect(detailOf({ billedSystem: 'Linux/UNIX' })).toBeUndefined();
  });
});

describe('groupByCause', () => {
  const here = { code: 'NoRoute', detail: 'subnet-1' };
  const there = { code: 'NoRoute', detail: 'subnet-2' };

  it('groups those that share a cause and its place, the largest group first', () => {
    const groups = groupByCause<{ code: string; detail?: string }>([
      [idOf(1), here],
      [idOf(2), { code: 'MetadataOff' }],
      [idOf(3), there],
      [idOf(4), { ...there }],
    ]);
    expect(groups).toEqual([
      { cause: there, instanceIds: [idOf(3), idOf(4)] },
      { cause: here, instanceIds: [idOf(1)] },
      { cause: { code: 'MetadataOff' }, instanceIds: [idOf(2)] },
    ]);
  });

  it('groups nothing into nothing', () => {
    expect(groupByCause([])).toEqual([]);
  });
});
