import {
  GetServiceSettingCommand,
  ResetServiceSettingCommand,
  SSMClient,
  UpdateServiceSettingCommand,
} from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import type { Retry } from './retry.ts';
import type { SettingPlace } from './setting-place.ts';

/** A service setting of Systems Manager. */
export function createServiceSetting(
  SettingId: string,
  retry: Retry,
  client = connect(SSMClient),
): SettingPlace {
  const change = async (SettingValue: string) => {
    await retry(() => client.send(new UpdateServiceSettingCommand({ SettingId, SettingValue })));
  };
  return {
    async read() {
      const found = await retry(() => client.send(new GetServiceSettingCommand({ SettingId })));
      const { SettingValue: value, Status } = found.ServiceSetting ?? {};
      if (value === undefined) throw new Error('Systems Manager says no value of it; nothing was changed');
      return { value, isDefault: Status === 'Default' };
    },
    change,
    async restore(found) {
      if (found !== undefined && !found.isDefault) return change(found.value);
      await retry(() => client.send(new ResetServiceSettingCommand({ SettingId })));
    },
  };
}
