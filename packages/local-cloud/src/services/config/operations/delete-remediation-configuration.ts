import type {
  DeleteRemediationConfigurationRequest,
  DeleteRemediationConfigurationResponse,
} from '@aws-sdk/client-config-service';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { ConfigWorld } from '../config-world.ts';

/** DeleteRemediationConfiguration: its exceptions go with it. */
export function deleteRemediationConfiguration({
  remediations,
}: ConfigWorld): Operation<DeleteRemediationConfigurationRequest, DeleteRemediationConfigurationResponse> {
  return {
    authorize: ({ ConfigRuleName: name }) => [
      {
        action: 'config:DeleteRemediationConfiguration',
        resource: remediations.arnToAuthorize(name),
      },
    ],
    run({ ConfigRuleName: name = '', ResourceType: type }) {
      const { resourceType } = remediations.get(name).configuration;
      if (type !== undefined && type !== resourceType)
        throw new ServiceError(
          'NoSuchRemediationConfigurationException',
          `No RemediationConfiguration for rule exists: ${name} with the resource type ${type}`,
        );
      remediations.remove(name);
      return {};
    },
  };
}
