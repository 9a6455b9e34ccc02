import {
  GetDefaultPatchBaselineCommand,
  OperatingSystem,
  type PatchBaselineIdentity,
  paginateDescribePatchBaselines,
  RegisterDefaultPatchBaselineCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import { isNamed } from '../shared/clients/expected-errors.ts';
import { readPages } from '../shared/clients/read-pages.ts';
import type { Retry } from './retry.ts';
import type { SettingPlace } from './setting-place.ts';

/** AWS has several baselines for Windows. The default one of each system has a name that ends so. */
const defaultName = /^AWS-\w*DefaultPatchBaseline$/;

/** The default patch baseline of an operating system. Its value is the id of the baseline. Those of AWS have ARNs. */
export function createDefaultBaseline(name: string, retry: Retry, client = connect(SSMClient)): SettingPlace {
  const system = Object.values(OperatingSystem).find((known) => known === name);
  if (system === undefined) throw new Error(`${name} is no operating system of Patch Manager`);
  const change = async (BaselineId: string) => {
    await retry(() => client.send(new RegisterDefaultPatchBaselineCommand({ BaselineId })));
  };
  const resetToAws = async () => {
    const Filters = [
      { Key: 'OWNER', Values: ['AWS'] },
      { Key: 'OPERATING_SYSTEM', Values: [system] },
    ];
    const pages = () => paginateDescribePatchBaselines({ client, pageSize: 100 }, { Filters });
    const found = await retry(() => readPages(pages(), ({ BaselineIdentities: page }) => page));
    const id = found.find(isDefaultOfAws)?.BaselineId;
    if (id === undefined) throw new Error(`AWS shows no default baseline of its own for ${system}`);
    await change(id);
  };
  return {
    async read() {
      const command = new GetDefaultPatchBaselineCommand({ OperatingSystem: system });
      const { BaselineId: value } = await retry(() => client.send(command));
      if (value === undefined) throw new Error('Systems Manager says no default; nothing was changed');
      return { value, isDefault: value.startsWith('arn:') };
    },
    change,
    async restore(found) {
      if (found === undefined || found.value === '') return resetToAws();
      try {
        await change(found.value);
      } catch (error) {
        // The baseline from before may be deleted. Then AWS's own takes its place, as when it was deleted.
        if (!isNamed(error, ['DoesNotExistException', 'InvalidResourceId'])) throw error;
        await resetToAws();
      }
    },
  };
}

function isDefaultOfAws({ BaselineName: name = '' }: PatchBaselineIdentity): boolean {
  return defaultName.test(name);
}
