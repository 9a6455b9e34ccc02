import type { AssemblyStack, LocalCloud } from 'local-cloud';
import { newCloud } from 'local-cloud/test/cloud-bench.ts';
import type { MusterConfig } from '../../lib/configuration/config.ts';
import { singletonsOf } from './singletons-part.ts';

export const settingId = '/ssm/managed-instance/default-ec2-instance-management-role';
export const sharingId = '/ssm/documents/console/public-sharing-permission';
export const recordName = '/muster/access/found/default-host-management';

/** The singletons of the access stack, and the parameter of the role. */
export function accessStack(access: NonNullable<MusterConfig['access']>): AssemblyStack {
  return singletonsOf('MusterAccess', { access }, ['DefaultHostManagementRole']);
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
