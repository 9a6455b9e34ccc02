import { describe, expect, test } from 'vitest';
import type { LocalCloud } from '../../../src/account/account.ts';
import { ServiceError } from '../../../src/core/service.ts';
import { checkByModel } from '../../../src/core/wire/check-by-model.ts';
import { deployStack } from '../../../src/deployment/deploy-stack.ts';
import { accountId } from '../../accounts.ts';
import { newCloud, stackOf } from '../../cloud-bench.ts';
import { spec } from '../ec2/pretend-world.ts';
import { declareExampleProfile, profileKinds } from './profile-examples.ts';

const arn = (resource: string) => `arn:aws:iam::${accountId}:${resource}`;
const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;

function caller(cloud: LocalCloud) {
  const call = (name: string, input: object): Record<string, unknown> => {
    checkByModel('iam', name, input);
    const answer = cloud.iam.operations[name]?.run(input, context);
    return JSON.parse(JSON.stringify(answer));
  };
  const refusal = (name: string, input: object) => {
    try {
      call(name, input);
    } catch (error) {
      if (error instanceof ServiceError)
        return { code: error.code, status: error.statusCode, message: error.message };
      throw error;
    }
    throw new Error(`${name} was not refused`);
  };
  return { call, refusal };
}

const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*' }] };
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const resources = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'node',
      Path: '/fleet/',
      AssumeRolePolicyDocument: trust,
      ManagedPolicyArns: [{ Ref: 'Managed' }],
      Policies: [{ PolicyName: 'written', PolicyDocument: document }],
    },
  },
  Managed: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { ManagedPolicyName: 'own', PolicyDocument: document },
  },
  Inline: {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'added', Roles: [{ Ref: 'Role' }], PolicyDocument: document },
  },
  Profile: {
    Type: 'AWS::IAM::InstanceProfile',
    Properties: { InstanceProfileName: 'node-profile', Roles: [{ Ref: 'Role' }] },
  },
};

async function deployed() {
  const { cloud } = newCloud();
  const stack = await deployStack(cloud, stackOf({ ...resources }));
  return { ...caller(cloud), stack };
}

test('GetRole shows what bounds a role, and GetInstanceProfile does not', () => {
  const { cloud } = newCloud();
  const { call } = caller(cloud);
  const boundaryArn = arn('policy/limits');
  cloud.iam.directory.declareRole({ roleName: 'bounded', boundaryArn });
  cloud.iam.directory.declareProfile({ profileName: 'bounded', roleName: 'bounded' });
  expect(call('GetRole', { RoleName: 'bounded' })).toMatchObject({
    Role: { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundaryArn } },
  });
  const shown = call('GetInstanceProfile', { InstanceProfileName: 'bounded' });
  expect(JSON.stringify(shown)).not.toContain('PermissionsBoundary');
});

describe('the roles and profiles of a template', () => {
  test('are found by name, with their paths', async () => {
    const { call, stack } = await deployed();
    const roleArn = arn('role/fleet/node');
    expect(stack.resources.get('Role')?.attribute('Arn')).toBe(roleArn);
    expect(call('GetInstanceProfile', { InstanceProfileName: 'node-profile' })).toMatchObject({
      InstanceProfile: {
        Path: '/',
        InstanceProfileName: 'node-profile',
        InstanceProfileId: expect.stringMatching(/^AIPA[0-9A-F]{17}$/),
        Arn: arn('instance-profile/node-profile'),
        Roles: [{ RoleName: 'node', Path: '/fleet/', Arn: roleArn }],
      },
    });
    const { Role: role } = call('GetRole', { RoleName: 'node' });
    expect(role).toMatchObject({
      Arn: roleArn,
      RoleId: stack.resources.get('Role')?.attribute('RoleId'),
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
    });
  });

  test('have their inline and managed policies', async () => {
    const { call } = await deployed();
    expect(call('ListRolePolicies', { RoleName: 'node' })).toEqual({
      PolicyNames: ['added', 'written'],
      IsTruncated: false,
    });
    const { PolicyDocument: text } = call('GetRolePolicy', { RoleName: 'node', PolicyName: 'added' });
    expect(JSON.parse(decodeURIComponent(String(text)))).toEqual(document);
    expect(text).toContain('%2A');
    expect(call('ListAttachedRolePolicies', { RoleName: 'node' })).toEqual({
      AttachedPolicies: [{ PolicyName: 'own', PolicyArn: arn('policy/own') }],
      IsTruncated: false,
    });
    expect(call('GetPolicy', { PolicyArn: arn('policy/own') })).toMatchObject({
      Policy: { PolicyName: 'own', Path: '/', DefaultVersionId: 'v1', AttachmentCount: 1 },
    });
  });

  test('refuses a name that is taken', async () => {
    const { cloud } = newCloud();
    cloud.iam.directory.declareRole({ roleName: 'node' });
    await expect(deployStack(cloud, stackOf({ ...resources }))).rejects.toThrow(
      "Resource of type 'AWS::IAM::Role' with identifier 'node' already exists.",
    );
  });
});

describe('pages', () => {
  test('have the requested size, and continue from a marker of the same role', () => {
    const { cloud } = newCloud();
    const { call, refusal } = caller(cloud);
    const inlinePolicies = { a: document, b: document, c: document };
    for (const roleName of ['one', 'two']) cloud.iam.directory.declareRole({ roleName, inlinePolicies });
    const first = call('ListRolePolicies', { RoleName: 'one', MaxItems: 2 });
    expect(first).toMatchObject({ PolicyNames: ['a', 'b'], IsTruncated: true });
    const rest = { MaxItems: 2, Marker: first['Marker'] };
    expect(call('ListRolePolicies', { RoleName: 'one', ...rest })).toEqual({
      PolicyNames: ['c'],
      IsTruncated: false,
    });
    expect(refusal('ListRolePolicies', { RoleName: 'two', ...rest }).message).toBe('Invalid Marker.');
    expect(refusal('ListRolePolicies', { RoleName: 'one', MaxItems: 1001 }).code).toBe('ValidationError');
  });
});

describe('a missing resource', () => {
  test.each([
    ['GetInstanceProfile', { InstanceProfileName: 'x' }, 'Instance Profile x cannot be found.'],
    ['GetRole', { RoleName: 'x' }, 'The role with name x cannot be found.'],
    ['ListRolePolicies', { RoleName: 'x' }, 'The role with name x cannot be found.'],
    ['ListAttachedRolePolicies', { RoleName: 'x' }, 'The role with name x cannot be found.'],
    ['GetRolePolicy', { RoleName: 'node', PolicyName: 'x' }, 'The role policy with name x cannot be found.'],
    ['GetPolicy', { PolicyArn: arn('policy/x') }, `Policy ${arn('policy/x')} does not exist`],
    ['GetPolicyVersion', { PolicyArn: arn('policy/own'), VersionId: 'v2' }, 'version v2 does not exist'],
  ])('refuses %s %j', async (name, input, message) => {
    const { refusal } = await deployed();
    expect(refusal(name, input)).toMatchObject({ code: 'NoSuchEntity', status: 404 });
    expect(refusal(name, input).message).toContain(message);
  });

  test('refuses a managed policy of AWS that is not emulated', () => {
    const { call } = caller(newCloud().cloud);
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonEC2FullAccess';
    expect(() => call('GetPolicy', { PolicyArn })).toThrow('does not emulate');
  });
});

describe('the managed policies of AWS', () => {
  test.each([
    ['AmazonSSMManagedInstanceCore', 'ssm:GetParameter', true],
    ['service-role/AmazonEC2RoleforSSM', 'ssm:UpdateInstanceInformation', true],
    ['AmazonSSMManagedEC2InstanceDefaultPolicy', 'ssm:GetParameters', false],
  ])('%s: does it have %s? %s', (name, action, isThere) => {
    const { call } = caller(newCloud().cloud);
    const PolicyArn = `arn:aws:iam::aws:policy/${name}`;
    const version = call('GetPolicyVersion', { PolicyArn, VersionId: 'v1' })['PolicyVersion'];
    const text = decodeURIComponent(JSON.stringify(version));
    expect(text.includes(`"${action}"`)).toBe(isThere);
    for (const needed of [
      'ssm:UpdateInstanceInformation',
      'ec2messages:GetMessages',
      'ssmmessages:OpenDataChannel',
    ])
      expect(text).toContain(needed);
  });
});

describe('the profile of an instance', () => {
  test('that is undeclared has a role with the permissions of an agent', () => {
    const { cloud } = newCloud();
    const { call } = caller(cloud);
    cloud.ec2.launch([spec({ instanceProfileArn: arn('instance-profile/web/front') })]);
    cloud.ec2.launch([spec({ instanceProfileArn: arn('instance-profile/web/front') })]);
    expect(call('GetInstanceProfile', { InstanceProfileName: 'front' })).toMatchObject({
      InstanceProfile: { Path: '/web/', Roles: [{ RoleName: 'front' }] },
    });
    expect(call('ListAttachedRolePolicies', { RoleName: 'front' })['AttachedPolicies']).toEqual([
      {
        PolicyName: 'AmazonSSMManagedInstanceCore',
        PolicyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
      },
    ]);
  });

  test('that is declared is not changed', () => {
    const { cloud } = newCloud();
    const { call } = caller(cloud);
    const instanceProfileArn = declareExampleProfile(cloud.iam.directory, 'no-permission');
    cloud.ec2.launch([spec({ instanceProfileArn })]);
    expect(call('ListAttachedRolePolicies', { RoleName: 'example-no-permission' })).toMatchObject({
      AttachedPolicies: [{ PolicyName: 'AmazonS3ReadOnlyAccess' }],
    });
  });

  test.each(profileKinds)('of the kind %s can be declared and read completely', (kind) => {
    const { cloud } = newCloud();
    const { call } = caller(cloud);
    const profileName = declareExampleProfile(cloud.iam.directory, kind).split('/').at(-1);
    const { InstanceProfile: profile } = call('GetInstanceProfile', { InstanceProfileName: profileName });
    expect(profile).toMatchObject({ Roles: kind === 'no-role' ? [] : [{ RoleName: profileName }] });
    if (kind === 'no-role') return;
    const attached = call('ListAttachedRolePolicies', { RoleName: profileName })['AttachedPolicies'];
    const inline = call('ListRolePolicies', { RoleName: profileName })['PolicyNames'];
    expect([attached, inline].flat()).toHaveLength(kind === 'denied' ? 2 : 1);
  });
});
