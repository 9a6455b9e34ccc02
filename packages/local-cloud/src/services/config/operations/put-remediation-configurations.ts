import type {
  PutRemediationConfigurationsRequest,
  PutRemediationConfigurationsResponse,
} from '@aws-sdk/client-config-service';
import type { Operation } from '../../../core/service.ts';
import type { ConfigWorld } from '../config-world.ts';
import { invalidValue } from '../invalid-value.ts';
import { readRemediation } from '../remediation/read-remediation.ts';

/** PutRemediationConfigurations: all of a call, or none. */
export function putRemediationConfigurations({
  rules,
  remediations,
  remediator,
  automation,
}: ConfigWorld): Operation<PutRemediationConfigurationsRequest, PutRemediationConfigurationsResponse> {
  return {
    authorize: ({ RemediationConfigurations: all = [] }) =>
      all.map(({ ConfigRuleName: name }) => ({
        action: 'config:PutRemediationConfigurations',
        resource: remediations.arnToAuthorize(name),
      })),
    run({ RemediationConfigurations: all = [] }) {
      const read = all.map((given) => {
        const { ConfigRuleName: name = '' } = given;
        if (rules.find(name) === undefined)
          throw invalidValue(`The config rule ${name} of the remediation configuration does not exist.`);
        return readRemediation(given, remediations.arnFor(name), automation);
      });
      for (const configuration of read) remediator.configured(remediations.put(configuration));
      return { FailedBatches: [] };
    },
  };
}
