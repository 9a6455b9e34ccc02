import {
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { GetServiceSettingCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { idOf, idsTo } from '../../../builders.ts';
import {
  causeOf,
  diagnoseAll,
  document,
  everything,
  gone,
  mockAccount,
  placed,
  profileArn,
  wholeCauseOf,
} from './diagnosis-account.ts';

const { iam, ssm } = mockAccount();

it('reads a managed policy once for all roles that have it', async () => {
  const instances = idsTo(3).map((instanceId, n) =>
    placed({ instanceId, instanceProfileArn: `${profileArn}-${n}` }),
  );
  await diagnoseAll(instances);
  expect(iam.commandCalls(ListRolePoliciesCommand)).toHaveLength(3);
  expect(iam.commandCalls(GetPolicyVersionCommand).map(({ args }) => args[0].input)).toEqual([
    { PolicyArn: 'policy/core', VersionId: 'v7' },
  ]);
});

it('reads a role once for all profiles that hold it', async () => {
  iam.on(GetInstanceProfileCommand).callsFake(() => ({ InstanceProfile: { Roles: [{ RoleName: 'one' }] } }));
  const instances = idsTo(3).map((instanceId, n) =>
    placed({ instanceId, instanceProfileArn: `${profileArn}-${n}` }),
  );
  await diagnoseAll(instances);
  expect(iam.commandCalls(ListRolePoliciesCommand)).toHaveLength(1);
});

it('looks into 50 instance profiles a call, and says how many are left', async () => {
  const instances = idsTo(60).map((instanceId, n) =>
    placed({ instanceId, instanceProfileArn: `${profileArn}-${n}` }),
  );
  const { causes, lines } = await diagnoseAll(instances);
  expect(iam.commandCalls(GetInstanceProfileCommand)).toHaveLength(50);
  expect(causes.size).toBe(60);
  expect(lines[0]).toMatchObject({ message: 'evidence missing', fields: [{ count: 10 }] });
});

describe('the policies of a role', () => {
  it('are read on every page, attached and inline', async () => {
    iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [] });
    iam
      .on(ListRolePoliciesCommand)
      .resolvesOnce({ PolicyNames: ['a'], IsTruncated: true, Marker: 'm' })
      .resolvesOnce({ PolicyNames: ['b'] });
    iam.on(GetRolePolicyCommand, { PolicyName: 'a' }).resolves({ PolicyDocument: document(everything) });
    const denial = { Effect: 'Deny', Action: ['ssm:*'], Resource: '*' };
    iam.on(GetRolePolicyCommand, { PolicyName: 'b' }).resolves({ PolicyDocument: document(denial) });
    expect(await causeOf()).toBe('RoleLacksPermission');
  });

  it.each([
    ['a denial under conditions', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, 'AgentSilent'],
    ['a denial of some resources', { Resource: ['arn:x'] }, 'AgentSilent'],
    ['a denial of all resources but some', { Resource: undefined, NotResource: 'arn:x' }, 'AgentSilent'],
    ['a denial of all but some actions', { Action: undefined, NotAction: ['s3:*'] }, 'RoleLacksPermission'],
    ['a plain denial', {}, 'RoleLacksPermission'],
  ])('with %s', async (_name, fields, code) => {
    const denial = { Effect: 'Deny', Action: 'ssm:*', Resource: '*', ...fields };
    const Document = document(everything, denial);
    iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document } });
    expect(await causeOf()).toBe(code);
  });

  it('with one statement outside a list, and with URL characters, are read', async () => {
    const Document = encodeURIComponent(
      JSON.stringify({ Statement: { Sid: 'a+b %', Effect: 'Allow', Action: 's3:*', Resource: '*' } }),
    );
    iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document } });
    expect(await causeOf()).toBe('RoleLacksPermission');
  });

  it('do not count as lacking when one of them vanishes meanwhile', async () => {
    iam.on(GetPolicyCommand).rejects(gone);
    expect(await causeOf()).toBe('CauseNotKnown');
  });
});

describe('the permissions boundary of a role', () => {
  const arn = 'arn:aws:iam::000000000000:policy/limits';
  const bounded = (statement: object) => {
    const PermissionsBoundary = { PermissionsBoundaryArn: arn };
    iam.on(GetRoleCommand).callsFake(({ RoleName }) => ({ Role: { RoleName, PermissionsBoundary } }));
    iam.on(GetPolicyCommand, { PolicyArn: arn }).resolves({ Policy: { DefaultVersionId: 'v2' } });
    iam
      .on(GetPolicyVersionCommand, { PolicyArn: arn, VersionId: 'v2' })
      .resolves({ PolicyVersion: { Document: document(statement) } });
  };

  it.each([
    ['allows storage alone', { ...everything, Action: 's3:*' }, 'BoundaryRefuses'],
    ['allows everything', everything, 'AgentSilent'],
    ['allows everything in a region', { ...everything, Condition: { StringEquals: {} } }, 'AgentSilent'],
  ])('%s: %s', async (_name, statement, code) => {
    bounded(statement);
    expect(await causeOf()).toBe(code);
  });

  it('is named with its role', async () => {
    bounded({ ...everything, Action: 's3:*' });
    expect((await wholeCauseOf()).detail).toBe(
      'the boundary limits of role agent-role does not allow ssm:UpdateInstanceInformation, ssmmessages:OpenControlChannel',
    );
  });

  it('is not known when the role could not be read', async () => {
    iam.on(GetRoleCommand).rejects(new Error('not you'));
    expect(await wholeCauseOf()).toMatchObject({ code: 'CauseNotKnown', lacksEvidence: true });
  });
});

it('names a profile that holds no role', async () => {
  iam.on(GetInstanceProfileCommand).resolves({});
  expect(await causeOf()).toBe('ProfileWithoutRole');
});

it('names a profile that is deleted', async () => {
  iam.on(GetInstanceProfileCommand).rejects(gone);
  expect(await causeOf()).toBe('ProfileWithoutRole');
});

it('reads the role of Default Host Management by its name without the path', async () => {
  ssm.on(GetServiceSettingCommand).resolves({ ServiceSetting: { SettingValue: 'service-role/Host' } });
  iam.on(GetRoleCommand, { RoleName: 'Host' }).rejects(gone);
  const { instanceProfileArn: _, ...without } = placed();
  const { causes } = await diagnoseAll([without]);
  expect(causes.get(idOf(1))?.code).toBe('DefaultHostRoleLacksPermission');
});
