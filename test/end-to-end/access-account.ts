import type { AssemblyStack, LocalCloud } from 'local-cloud';
import { newCloud } from 'local-cloud/test/cloud-bench.ts';
import * as z from 'zod';
import type { MusterConfig } from '../../lib/configuration/config.ts';
import { synthesizeStack } from '../lib/synthesize.ts';
import { partOfStack } from './part-of-stack.ts';

export const settingId = '/ssm/managed-instance/default-ec2-instance-management-role';
export const sharingId = '/ssm/documents/console/public-sharing-permission';
export const recordName = '/muster/access/found/default-host-management';

export type Access = NonNullable<MusterConfig['access']>;
export const resourcesOf = z.record(z.string(), z.looseObject({ Type: z.string() }));

/** The singletons of the stack with all that they refer to, their schedule, and the parameter of the role. */
export function accessStack(access: Access): AssemblyStack {
  const { Resources: given, Outputs } = synthesizeStack('MusterAccess', { access }).toJSON();
  const Resources = resourcesOf.parse(given);
  const isRoot = (type: string) => type.startsWith('Custom::') || type === 'AWS::Scheduler::Schedule';
  const roots = Object.keys(Resources).filter((id) => isRoot(Resources[id]?.Type ?? ''));
  const role = Object.keys(Resources).filter((id) => id.startsWith('DefaultHostManagementRole'));
  const part = { stackName: 'MusterAccess', capability: 'singletons' };
  const stack = partOfStack(Resources, [...roots, ...role], part);
  return { ...stack, template: { ...z.looseObject({}).parse(stack.template), Outputs } };
}

/** A stack with a resource that fails after the singletons were settled. */
export function withFailure(stack: AssemblyStack): AssemblyStack {
  const { Resources } = z.object({ Resources: resourcesOf }).parse(stack.template);
  const DependsOn = Object.keys(Resources).filter((id) => Resources[id]?.Type.startsWith('Custom::'));
  const Properties = { Name: '/aws/reserved', Type: 'String', Value: '1' };
  const Failing = { Type: 'AWS::SSM::Parameter', Properties, DependsOn };
  return { ...stack, template: { Resources: { ...Resources, Failing } } };
}

export const call = (cloud: LocalCloud) => cloud.administrator();
export const set = (cloud: LocalCloud, SettingValue: string, SettingId = settingId) =>
  cloud.ssm.operations.UpdateServiceSetting.run({ SettingId, SettingValue }, call(cloud));
export const reset = (cloud: LocalCloud, SettingId = settingId) =>
  cloud.ssm.operations.ResetServiceSetting.run({ SettingId }, call(cloud));
export const settingNow = (cloud: LocalCloud, SettingId = settingId) =>
  cloud.ssm.operations.GetServiceSetting.run({ SettingId }, call(cloud)).ServiceSetting?.SettingValue;
export const recordOf = (cloud: LocalCloud, name = recordName) => cloud.ssm.parameterValue(name);

/** An account in which somebody has set the role, or nobody has. */
export function anAccount(value?: string): LocalCloud {
  const { cloud } = newCloud();
  if (value !== undefined) set(cloud, value);
  return cloud;
}

export async function pass(cloud: LocalCloud, minutes: number): Promise<void> {
  await cloud.loop.run({ untilMs: cloud.timeline.nowMs + minutes * 60_000 });
}
