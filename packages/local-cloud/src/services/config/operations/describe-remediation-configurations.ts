import type {
  DescribeRemediationConfigurationsRequest,
  DescribeRemediationConfigurationsResponse,
} from '@aws-sdk/client-config-service';
import type { Operation } from '../../../core/service.ts';
import type { ConfigWorld } from '../config-world.ts';
import { renderRemediation } from '../remediation/remediation-configuration.ts';

/** DescribeRemediationConfigurations: of the rules that it names. A rule without one has none in the answer. */
export function describeRemediationConfigurations({
  remediations,
}: ConfigWorld): Operation<
  DescribeRemediationConfigurationsRequest,
  DescribeRemediationConfigurationsResponse
> {
  return {
    authorize: ({ ConfigRuleNames: names = [] }) =>
      names.map((name) => ({
        action: 'config:DescribeRemediationConfigurations',
        resource: remediations.arnToAuthorize(name),
      })),
    run: ({ ConfigRuleNames: names = [] }) => ({
      RemediationConfigurations: names.flatMap((name) => {
        const found = remediations.find(name);
        return found === undefined ? [] : [renderRemediation(found.configuration)];
      }),
    }),
  };
}
