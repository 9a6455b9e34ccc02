import type * as Sdk from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { ServiceSettings } from '../service-settings.ts';

/** UpdateServiceSetting. Setting a role requires permission to pass it. */
export function updateServiceSetting(
  settings: ServiceSettings,
): Operation<Sdk.UpdateServiceSettingRequest, Sdk.UpdateServiceSettingResult> {
  return {
    authorize({ SettingId: id = '', SettingValue: value = '' }) {
      const update = { action: 'ssm:UpdateServiceSetting', resource: settings.arn(id) };
      const roleArn = settings.roleArn(id, value);
      if (roleArn === undefined) return [update];
      const conditions = { 'iam:PassedToService': 'ssm.amazonaws.com' };
      return [update, { action: 'iam:PassRole', resource: roleArn, conditions }];
    },
    run({ SettingId: id = '', SettingValue: value = '' }, { principal }) {
      settings.update(id, value, principal.kind === 'role' ? principal.roleArn : principal.kind);
      return {};
    },
  };
}
