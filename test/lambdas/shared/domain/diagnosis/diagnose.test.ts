import { describe, expect, it } from 'vitest';
import { diagnose, type Evidence } from '../../../../../lambdas/shared/domain/diagnosis/diagnose.ts';
import { sortHybridNodes } from '../../../../../lambdas/shared/domain/diagnosis/hybrid-node.ts';
import type { RoleEvidence } from '../../../../../lambdas/shared/domain/diagnosis/role-evidence.ts';
import type { Instance } from '../../../../../lambdas/shared/domain/fleet/instance.ts';
import { otherAccountId } from '../../../../accounts.ts';
import { anInstance as anyInstance } from '../../../builders.ts';
import { networkOf, none, placement } from './network-builders.ts';

/** An instance in a network that works. */
const anInstance = (fields: Partial<Instance> = {}) => anyInstance({ ...placement, ...fields });

const instanceProfileArn = 'profile/a';
const good: RoleEvidence = { roleName: 'a', lacks: [] };
const bad: RoleEvidence = { roleName: 'b', lacks: ['ssm:UpdateInstanceInformation'] };
const bounded: RoleEvidence = {
  ...good,
  boundary: { name: 'limits', lacks: ['ssm:UpdateInstanceInformation'] },
};
const unread: RoleEvidence = { roleName: 'c', lacks: undefined };
const off = { role: undefined };

/** For a diagnosis from what EC2 says of the instance alone. */
const noEvidence: Evidence = {
  access: { instanceProfiles: new Map(), defaultHostManagement: undefined },
  network: { vpcs: new Map(), securityGroups: new Map() },
  hybrid: sortHybridNodes([]),
};

/** Evidence of one instance profile and of Default Host Management. */
function access(
  role: RoleEvidence | undefined,
  host: { role: RoleEvidence | undefined } | undefined,
): Evidence {
  const instanceProfiles = new Map([[instanceProfileArn, { role }]]);
  const hybrid = sortHybridNodes([]);
  return { access: { instanceProfiles, defaultHostManagement: host }, network: networkOf(), hybrid };
}

describe('a node of a hybrid activation', () => {
  const address = '10.0.0.5';
  const privateDnsName = 'ip-10-0-0-5.ec2.internal';
  const instance = anInstance({ instanceProfileArn, privateIpAddress: address, privateDnsName });
  const node = { nodeId: 'mi-1', isOnline: true, address, computerName: 'ip-10-0-0-5' };

  it('that looks like the instance is the likely cause, whatever its credentials', () => {
    const evidence = { ...access(bad, off), hybrid: sortHybridNodes([node]) };
    expect(diagnose(instance, evidence)).toMatchObject({
      code: 'ManagedAsHybridNode',
      certainty: 'likely',
      notLookedAt: expect.arrayContaining(['the credentials', 'the network']),
    });
  });

  it('that only looks like it is another one where nothing leads to Systems Manager', () => {
    const cut = { ...access(good, off), network: networkOf({ vpc: none }) };
    expect(diagnose(instance, { ...cut, hybrid: sortHybridNodes([node]) }).code).toBe('NoRoute');
    const named = sortHybridNodes([{ ...node, name: instance.instanceId }]);
    expect(diagnose(instance, { ...cut, hybrid: named }).code).toBe('ManagedAsHybridNode');
  });

  it('may be the cause where none could be read', () => {
    expect(diagnose(instance, { ...access(good, off), hybrid: undefined })).toMatchObject({
      code: 'CauseNotKnown',
      detail: 'not read: the nodes of hybrid activations',
    });
  });
});

describe('the credentials of an instance with a profile', () => {
  it.each([
    ['a role that allows all', access(good, off), 'AgentSilent'],
    ['a role that lacks an action', access(bad, off), 'RoleLacksPermission'],
    ['a role whose policies could not be read', access(unread, off), 'CauseNotKnown'],
    ['a role whose boundary refuses', access(bounded, off), 'BoundaryRefuses'],
    [
      'a bad role, the boundary of Default Host Management refuses',
      access(bad, { role: bounded }),
      'DefaultHostRoleLacksPermission',
    ],
    ['no role', access(undefined, off), 'ProfileWithoutRole'],
    ['a profile that could not be read', noEvidence, 'CauseNotKnown'],
    ['a role that lacks an action, Default Host Management on', access(bad, { role: good }), 'AgentSilent'],
    ['no role, Default Host Management on', access(undefined, { role: good }), 'AgentSilent'],
    ['two bad roles', access(bad, { role: bad }), 'DefaultHostRoleLacksPermission'],
    ['a good role, that of Default Host Management bad', access(good, { role: bad }), 'AgentSilent'],
    ['a bad role, that of Default Host Management not read', access(bad, { role: unread }), 'CauseNotKnown'],
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
    expect(cause(noEvidence)).toBe('CauseNotKnown');
  });
});

it('a metadata service that is off comes before all else: no credentials help', () => {
  const { code } = diagnose(anInstance({ isMetadataOn: false }), access(undefined, off));
  expect(code).toBe('MetadataOff');
});

it('credentials come before the network, as for an agent, and certain faults before likely ones', () => {
  const network = networkOf({ vpc: none });
  const codeOf = (evidence: Evidence, fields: Partial<Instance>) =>
    diagnose(anInstance(fields), { ...evidence, network }).code;
  expect(codeOf(access(good, off), {})).toBe('NoInstanceProfile');
  expect(codeOf(access(good, off), { instanceProfileArn })).toBe('NoRoute');
  // A way that is certainly closed comes before a metadata service that may be wrong.
  expect(codeOf(access(good, { role: good }), { requiresImdsV2: false })).toBe('NoRoute');
  // Nobody knows whether Default Host Management makes up for the profile, and the way is certainly closed.
  expect(codeOf(noEvidence, {})).toBe('NoRoute');
});

describe('a cause says', () => {
  const instanceOnly = 'the instance itself (its agent, clock, firewall and proxy)';
  const causeOf = (evidence: Evidence, fields: Partial<Instance> = { instanceProfileArn }) => {
    const { certainty, notLookedAt, lacksEvidence = false } = diagnose(anInstance(fields), evidence);
    return { certainty, notLookedAt, lacksEvidence };
  };

  it('that it is certain, and what comes later', () => {
    expect(causeOf(access(good, off), { isMetadataOn: false })).toEqual({
      certainty: 'certain',
      notLookedAt: ['the credentials', 'the network', instanceOnly],
      lacksEvidence: false,
    });
    expect(causeOf(access(bad, off))).toEqual({
      certainty: 'certain',
      notLookedAt: ['the network', instanceOnly],
      lacksEvidence: false,
    });
    expect(causeOf({ ...access(good, off), network: networkOf({ vpc: none }) })).toEqual({
      certainty: 'certain',
      notLookedAt: [instanceOnly],
      lacksEvidence: false,
    });
  });

  it('that a silent agent is only likely, and all that is never looked at', () => {
    expect(causeOf(access(good, off))).toEqual({
      certainty: 'likely',
      notLookedAt: [
        'policies of the organisation',
        'the trust policy of the role',
        "the network beyond the subnet's route table",
        'private hosted zones and DHCP options of the VPC',
        instanceOnly,
      ],
      lacksEvidence: false,
    });
  });

  it('that it is likely, and lacks evidence, where the setting of Default Host Management could not be read', () => {
    expect(causeOf(access(bad, undefined))).toEqual({
      certainty: 'likely',
      notLookedAt: ['the setting of Default Host Management', 'the network', instanceOnly],
      lacksEvidence: true,
    });
  });

  it('that it is certain all the same, where evidence is missing that could not change it', () => {
    const network = networkOf({ vpc: { ...none, answersDns: undefined } });
    expect(causeOf({ ...access(good, off), network })).toEqual({
      certainty: 'certain',
      notLookedAt: ['DNS support of vpc-1', instanceOnly],
      lacksEvidence: false,
    });
  });

  it('what could not be read, instead of accusing the agent', () => {
    const { code, detail, lacksEvidence } = diagnose(anInstance({ instanceProfileArn }), noEvidence);
    expect(code).toBe('CauseNotKnown');
    expect(detail).toBe('not read: the instance profile a; the network of vpc-1');
    expect(lacksEvidence).toBe(true);
  });

  it('whose VPC it is and what the owner does not show, instead of accusing the agent', () => {
    const network = networkOf({ vpc: { ownerId: otherAccountId } });
    const cause = diagnose(anInstance({ instanceProfileArn }), { ...access(good, off), network });
    expect(cause).toMatchObject({
      code: 'VpcOfAnotherAccount',
      detail: `subnet-1 of vpc-1 belongs to ${otherAccountId}`,
      certainty: 'likely',
    });
    expect(cause.notLookedAt[0]).toBe(`endpoints that its owner ${otherAccountId} has in vpc-1`);
    // Nothing failed: an earlier cause does not stay.
    expect(cause.lacksEvidence).toBeUndefined();
  });

  it('that IPv6 would be a way for an agent that is set to it', () => {
    const routeTables = none.routeTables.map((one) => ({ ...one, ways: { ...one.ways, hasIpv6: true } }));
    const found = causeOf({ ...access(good, off), network: networkOf({ vpc: { routeTables } }) });
    expect(found.certainty).toBe('certain');
    expect(found.notLookedAt[0]).toBe('whether the agent is set to dual-stack endpoints (IPv6)');
  });

  it('only so many names', () => {
    const network = networkOf({
      vpc: {
        endpoints: Array.from({ length: 30 }, (_, n) => ({
          ...{ endpointId: `vpce-${n}`, service: 'ssm', isAvailable: true, hasPrivateDns: true },
          ...{ mayUseIpv6: false, securityGroupIds: ['sg-1'], subnetIds: [], policy: undefined },
        })),
      },
    });
    const { notLookedAt } = causeOf({ ...access(good, off), network });
    expect(notLookedAt).toHaveLength(10);
    expect(notLookedAt.at(-1)).toBe('26 more');
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
