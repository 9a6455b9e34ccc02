import type * as Sdk from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { ServiceSettings } from '../service-settings.ts';

/** ResetServiceSetting. */
export function resetServiceSetting(
  settings: ServiceSettings,
): Operation<Sdk.ResetServiceSettingRequest, Sdk.ResetServiceSettingResult> {
  return {
    authorize: ({ SettingId: id = '' }) => [
      { action: 'ssm:ResetServiceSetting', resource: settings.arn(id) },
    ],
    run: ({ SettingId: id = '' }) => ({ ServiceSetting: settings.reset(id) }),
  };
}
