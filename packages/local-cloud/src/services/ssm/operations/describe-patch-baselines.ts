import type * as Sdk from '@aws-sdk/client-ssm';
import { takePage } from '../../../core/page.ts';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import type { BaselineStore, PatchBaseline } from '../baselines/baseline-store.ts';

/** DescribePatchBaselines, of the account and of AWS. */
export function describePatchBaselines(
  store: BaselineStore,
): Operation<Sdk.DescribePatchBaselinesRequest, Sdk.DescribePatchBaselinesResult> {
  return {
    authorize: () => [{ action: 'ssm:DescribePatchBaselines', resource: '*' }],
    run(input) {
      const { Filters: filters = [] } = input;
      const found = store.all().filter((baseline) => filters.every((filter) => matches(baseline, filter)));
      const { page, next } = takePage(found, input, { size: 100, request: filters });
      const BaselineIdentities = page.map(({ id, name, operatingSystem, description }) => ({
        ...{ BaselineId: id, BaselineName: name, BaselineDescription: description },
        OperatingSystem: operatingSystem,
        DefaultBaseline: store.defaultOf(operatingSystem) === id,
      }));
      return { BaselineIdentities, ...next };
    },
  };
}

function matches(
  { name, operatingSystem, isOfAws }: PatchBaseline,
  { Key: key, Values: values = [] }: Sdk.PatchOrchestratorFilter,
): boolean {
  if (key === 'OWNER') return values.includes(isOfAws ? 'AWS' : 'Self');
  if (key === 'OPERATING_SYSTEM') return values.includes(operatingSystem);
  if (key === 'NAME_PREFIX') return values.some((value) => name.startsWith(value));
  throw new NotEmulatedError(`the DescribePatchBaselines filter ${key}`);
}
