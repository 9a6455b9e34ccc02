import { describe, expect, test } from 'vitest';
import { deployStack } from '../../../src/deployment/deploy-stack.ts';
import { accountId } from '../../accounts.ts';
import { newCloud, stackOf } from '../../cloud-bench.ts';
import { PretendWorld, record, START_MS } from '../ec2/pretend-world.ts';

const id = '/ssm/managed-instance/default-ec2-instance-management-role';
const arn = `arn:aws:ssm:eu-west-1:${accountId}:servicesetting${id}`;
const role = 'service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole';

function start() {
  const world = new PretendWorld();
  const call = (name: string, input: object = {}) => world.call(world.ssm, name, { SettingId: id, ...input });
  const refusal = (name: string, input: object) =>
    world.refusal(world.ssm, name, { SettingId: id, ...input });
  const setting = () => record(call('GetServiceSetting'), 'ServiceSetting');
  return { world, call, refusal, setting };
}

describe('the role of Default Host Management', () => {
  test('is unset at first', () => {
    expect(start().setting()).toEqual({
      SettingId: id,
      SettingValue: '$None',
      LastModifiedDate: new Date(START_MS),
      LastModifiedUser: 'System',
      ARN: arn,
      Status: 'Default',
    });
  });

  test('has the value that was set, until it is reset', () => {
    const { world, call, setting } = start();
    world.pass(60);
    expect(call('UpdateServiceSetting', { SettingValue: role })).toEqual({});
    expect(setting()).toMatchObject({
      SettingValue: role,
      Status: 'Customized',
      LastModifiedDate: new Date(START_MS + 60_000),
    });
    expect(record(call('ResetServiceSetting'), 'ServiceSetting')).toMatchObject({ SettingValue: '$None' });
    expect(setting()).toMatchObject({ SettingValue: '$None', Status: 'Default' });
  });

  test('is found by its ARN too', () => {
    const { call, setting } = start();
    call('UpdateServiceSetting', { SettingId: arn, SettingValue: role });
    expect(setting()).toMatchObject({ SettingValue: role });
  });

  test('is set by a template', async () => {
    const { cloud } = newCloud();
    const Properties = { SettingId: arn, SettingValue: role };
    const { resources } = await deployStack(
      cloud,
      stackOf({ Setting: { Type: 'AWS::SSM::ServiceSetting', Properties } }),
    );
    expect(resources.get('Setting')?.ref).toBe(id);
    const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;
    const { ServiceSetting: setting } = cloud.ssm.operations.GetServiceSetting.run(
      { SettingId: id },
      context,
    );
    expect(setting).toMatchObject({ SettingValue: role, Status: 'Customized' });
  });

  test('requires permission to pass it', () => {
    const { world } = start();
    const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;
    const input = { SettingId: id, SettingValue: role };
    expect(world.ssm.operations.UpdateServiceSetting.authorize(input, context)).toEqual([
      { action: 'ssm:UpdateServiceSetting', resource: arn },
      {
        action: 'iam:PassRole',
        resource: `arn:aws:iam::${accountId}:role/${role}`,
        conditions: { 'iam:PassedToService': 'ssm.amazonaws.com' },
      },
    ]);
  });
});

describe('service settings', () => {
  test.each([
    [{ SettingValue: '' }, 'ValidationException'],
    [{ SettingValue: 'x'.repeat(4097) }, 'ValidationException'],
    [{ SettingValue: '/leading' }, 'ValidationException'],
    [{ SettingValue: 'a b' }, 'ValidationException'],
    [{ SettingId: '', SettingValue: role }, 'ValidationException'],
    [{ SettingId: '/ssm/no/such', SettingValue: role }, 'ServiceSettingNotFound'],
  ])('refuses to set %j: %s', (input, code) => {
    expect(start().refusal('UpdateServiceSetting', input).code).toBe(code);
  });

  test('refuses to get or reset one that does not exist', () => {
    const { refusal } = start();
    for (const name of ['GetServiceSetting', 'ResetServiceSetting']) {
      expect(refusal(name, { SettingId: '/ssm/no/such' }).code).toBe('ServiceSettingNotFound');
    }
  });

  test('refuses settings that are not emulated', () => {
    const { call } = start();
    const SettingId = '/ssm/parameter-store/default-parameter-tier';
    expect(() => call('GetServiceSetting', { SettingId })).toThrow('does not emulate the service setting');
  });
});

describe('whether documents may be shared publicly', () => {
  const SettingId = '/ssm/documents/console/public-sharing-permission';

  test('is enabled at first, and takes two values alone', () => {
    const { world, call } = start();
    const value = () => record(call('GetServiceSetting', { SettingId }), 'ServiceSetting')['SettingValue'];
    expect(value()).toBe('Enable');
    call('UpdateServiceSetting', { SettingId, SettingValue: 'Disable' });
    expect(value()).toBe('Disable');
    const input = { SettingId, SettingValue: 'false' };
    expect(world.refusal(world.ssm, 'UpdateServiceSetting', input).code).toBe('ValidationException');
  });

  test('passes no role', () => {
    const { world } = start();
    const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;
    const input = { SettingId, SettingValue: 'Disable' };
    expect(world.ssm.operations.UpdateServiceSetting.authorize(input, context)).toHaveLength(1);
  });
});
