import type * as Sdk from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { ServiceSettings } from '../service-settings.ts';

/** GetServiceSetting. */
export function getServiceSetting(
  settings: ServiceSettings,
): Operation<Sdk.GetServiceSettingRequest, Sdk.GetServiceSettingResult> {
  return {
    authorize: ({ SettingId: id = '' }) => [{ action: 'ssm:GetServiceSetting', resource: settings.arn(id) }],
    run: ({ SettingId: id = '' }) => ({ ServiceSetting: settings.get(id) }),
  };
}
