import { createStack, deleteStack, type LocalCloud, updateStack } from 'local-cloud';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  accessStack,
  anAccount,
  call,
  recordName,
  recordOf,
  reset,
  set,
  settingId,
  settingNow,
  sharingId,
} from './access-account.ts';
import { pass, resourcesOf, withFailure } from './singletons-part.ts';

/** The settings of Systems Manager in the local cloud: the synthesized resources and the bundle that is deployed. */

const quickSetup = 'AWS-QuickSetup-SSM-DefaultEC2MgmtRole-eu-west-1';
const [off, ours] = ['$None', expect.stringMatching(/^service-role\/MusterAccess-DefaultHostManagementRole/)];

/** The outputs and the parameter of the role, as people see them. */
const toldBy = (cloud: LocalCloud) => cloud.ssm.parameterValue('/muster/access/default-host-management-role');

const own = accessStack({ defaultHostManagement: {} });
const named = accessStack({ defaultHostManagement: { role: 'Mine' } });

describe('Default Host Management that is off', () => {
  it('is on with the stack and off without it, with every right of the role and no other', async () => {
    const cloud = anAccount();
    const { stack, status } = await createStack(cloud, own);
    expect(status).toBe('CREATE_COMPLETE');
    expect([settingNow(cloud), toldBy(cloud)]).toEqual([ours, settingNow(cloud)]);
    const changed = accessStack({ defaultHostManagement: { role: 'Mine' } });
    const updated = await updateStack(cloud, stack, changed);
    expect([updated.status, settingNow(cloud)]).toEqual(['UPDATE_COMPLETE', 'Mine']);
    const back = await updateStack(cloud, updated.stack, own);
    await pass(cloud, 61);
    expect((await deleteStack(cloud, back.stack)).status).toBe('DELETE_COMPLETE');
    expect([settingNow(cloud), recordOf(cloud)]).toEqual([off, undefined]);
    expect(cloud.access.unusedPermissions()).toEqual([]);
  });

  it('is off again when the creation is rolled back', async () => {
    const cloud = anAccount();
    const { status } = await createStack(cloud, withFailure(own));
    expect([status, settingNow(cloud), recordOf(cloud)]).toEqual(['ROLLBACK_COMPLETE', off, undefined]);
  });
});

describe('Default Host Management that Quick Setup has turned on', () => {
  it('stays, is used, and is named', async () => {
    const cloud = anAccount(quickSetup);
    const { stack, status } = await createStack(cloud, own);
    expect([status, settingNow(cloud), toldBy(cloud)]).toEqual(['CREATE_COMPLETE', quickSetup, quickSetup]);
    await deleteStack(cloud, stack);
    expect([settingNow(cloud), recordOf(cloud)]).toEqual([quickSetup, undefined]);
  });

  it('gives its place to ours when Quick Setup is gone, within the hour', async () => {
    const cloud = anAccount(quickSetup);
    await createStack(cloud, own);
    await pass(cloud, 3 * 24 * 60);
    reset(cloud);
    await pass(cloud, 61);
    expect(settingNow(cloud)).toEqual(ours);
  });

  it('is not replaced by another role that is named: the deployment fails, and says what to set', async () => {
    const cloud = anAccount(quickSetup);
    const { status, failure } = await createStack(cloud, named);
    expect([status, settingNow(cloud), recordOf(cloud)]).toEqual([
      'ROLLBACK_COMPLETE',
      quickSetup,
      undefined,
    ]);
    expect(failure?.message).toContain(`it is ${quickSetup} (of Quick Setup), and it stays so`);
    expect(failure?.message).toContain('access.defaultHostManagement.replaces');
  });

  it.each([
    ['ours', {}, ours],
    ['a named one', { role: 'Mine' }, 'Mine'],
  ])('is replaced by %s when the configuration names it, and comes back', async (_, more, value) => {
    const cloud = anAccount(quickSetup);
    const told = accessStack({ defaultHostManagement: { ...more, replaces: quickSetup } });
    const { stack, status } = await createStack(cloud, told);
    expect([status, settingNow(cloud)]).toEqual(['CREATE_COMPLETE', value]);
    await deleteStack(cloud, stack);
    expect([settingNow(cloud), recordOf(cloud)]).toEqual([quickSetup, undefined]);
  });
});

describe('what somebody changes after the stack', () => {
  it('is left alone: another role, and Default Host Management turned off after a day', async () => {
    for (const change of [(cloud: LocalCloud) => set(cloud, 'Theirs'), reset]) {
      const cloud = anAccount();
      const { stack } = await createStack(cloud, named);
      await pass(cloud, 25 * 60);
      change(cloud);
      const theirs = settingNow(cloud);
      await pass(cloud, 5 * 60);
      expect(settingNow(cloud)).toBe(theirs);
      await deleteStack(cloud, stack);
      expect(settingNow(cloud)).toBe(theirs);
    }
  });

  it('is no reason for an update to fail, because its roll-back would fail too', async () => {
    const cloud = anAccount();
    const { stack } = await createStack(cloud, named);
    set(cloud, 'Theirs');
    const other = accessStack({ defaultHostManagement: { role: 'Other' } });
    expect((await updateStack(cloud, stack, withFailure(other))).status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(settingNow(cloud)).toBe('Theirs');
  });
});

it('a role that is set already, and that the configuration names, stays when the stack goes', async () => {
  const cloud = anAccount('Mine');
  const { stack, status } = await createStack(cloud, named);
  expect(status).toBe('CREATE_COMPLETE');
  await deleteStack(cloud, stack);
  expect([settingNow(cloud), recordOf(cloud)]).toEqual(['Mine', undefined]);
});

it('an update that is rolled back brings the role of the stack back, and a deletion what was there before', async () => {
  const cloud = anAccount('Theirs');
  const first = accessStack({ defaultHostManagement: { role: 'Mine', replaces: 'Theirs' } });
  const second = accessStack({ defaultHostManagement: { role: 'Other', replaces: 'Theirs' } });
  const { stack } = await createStack(cloud, first);
  const rolledBack = await updateStack(cloud, stack, withFailure(second));
  expect([rolledBack.status, settingNow(cloud)]).toEqual(['UPDATE_ROLLBACK_COMPLETE', 'Mine']);
  await deleteStack(cloud, rolledBack.stack);
  expect(settingNow(cloud)).toBe('Theirs');
});

describe('a record that is no record', () => {
  const malformed = { Name: recordName, Type: 'String' as const, Value: 'found: nothing', Overwrite: true };

  it('ends the creation before anything changes, and says how to go on', async () => {
    const cloud = anAccount(quickSetup);
    cloud.ssm.operations.PutParameter.run(malformed, call(cloud));
    const { status, failure } = await createStack(cloud, own);
    expect([status, settingNow(cloud)]).toEqual(['ROLLBACK_COMPLETE', quickSetup]);
    expect(failure?.message).toContain(`aws ssm delete-parameter --name ${recordName}`);
  });

  it('does not keep a stack from its end: a role of the stack goes, another one stays', async () => {
    for (const [stackOf, value] of [
      [own, off],
      [named, 'Mine'],
    ] as const) {
      const cloud = anAccount();
      const { stack } = await createStack(cloud, stackOf);
      cloud.ssm.operations.PutParameter.run(malformed, call(cloud));
      expect((await deleteStack(cloud, stack)).status).toBe('DELETE_COMPLETE');
      expect(settingNow(cloud)).toBe(value);
    }
  });
});

it('a service control policy that denies the change ends the creation, and leaves no record', async () => {
  const cloud = anAccount();
  const Statement = [{ Effect: 'Deny', Action: 'ssm:UpdateServiceSetting', Resource: '*' }];
  const { Resources } = z.object({ Resources: resourcesOf }).parse(own.template);
  const roleId = Object.keys(Resources).find(
    (id) => id.startsWith('SingletonsKeeperRole') && Resources[id]?.Type === 'AWS::IAM::Role',
  );
  const Deny = {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'Deny',
      PolicyDocument: { Version: '2012-10-17', Statement },
      Roles: [{ Ref: roleId }],
    },
  };
  const custom = Object.entries(Resources).map(([id, resource]) =>
    resource.Type.startsWith('Custom::') ? [id, { ...resource, DependsOn: ['Deny'] }] : [id, resource],
  );
  const locked = { ...own, template: { Resources: { ...Object.fromEntries(custom), Deny } } };
  const { status, failure } = await createStack(cloud, locked);
  expect([status, settingNow(cloud), recordOf(cloud)]).toEqual(['ROLLBACK_COMPLETE', off, undefined]);
  expect(failure?.message).toContain('Default Host Management: AccessDeniedException');
});

describe('an upgrade from a version whose stack has AWS::SSM::ServiceSetting', () => {
  it('keeps Default Host Management on, although CloudFormation resets it when it deletes the resource', async () => {
    const cloud = anAccount();
    const { Resources } = z.object({ Resources: resourcesOf }).parse(own.template);
    const roleId =
      Object.keys(Resources).find(
        (id) => id.startsWith('DefaultHostManagementRole') && Resources[id]?.Type === 'AWS::IAM::Role',
      ) ?? '';
    const SettingValue = { 'Fn::Join': ['/', ['service-role', { Ref: roleId }]] };
    const Setting = { Type: 'AWS::SSM::ServiceSetting', Properties: { SettingId: settingId, SettingValue } };
    const before = { ...own, template: { Resources: { [roleId]: Resources[roleId], Setting } } };
    const { stack } = await createStack(cloud, before);
    expect(settingNow(cloud)).toEqual(ours);
    const updated = await updateStack(cloud, stack, own);
    expect([updated.status, settingNow(cloud)]).toEqual(['UPDATE_COMPLETE', off]);
    await pass(cloud, 61);
    expect(settingNow(cloud)).toEqual(ours);
    await deleteStack(cloud, updated.stack);
    expect(settingNow(cloud)).toBe(off);
  });
});

describe('the block of public documents', () => {
  const blocked = accessStack({ blockPublicDocuments: true });

  it('is on with the stack and off without it', async () => {
    const cloud = anAccount();
    const { stack } = await createStack(cloud, blocked);
    expect(settingNow(cloud, sharingId)).toBe('Disable');
    await deleteStack(cloud, stack);
    expect(settingNow(cloud, sharingId)).toBe('Enable');
  });

  it('stays on without the stack when it was on before', async () => {
    const cloud = anAccount();
    set(cloud, 'Disable', sharingId);
    const { stack } = await createStack(cloud, blocked);
    await deleteStack(cloud, stack);
    expect(settingNow(cloud, sharingId)).toBe('Disable');
  });

  it('is not turned off by a configuration that does not name it', async () => {
    const cloud = anAccount();
    set(cloud, 'Disable', sharingId);
    await createStack(cloud, own);
    expect(settingNow(cloud, sharingId)).toBe('Disable');
  });
});
