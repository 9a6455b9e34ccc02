import type {
  ModifyInstanceMetadataOptionsRequest,
  ModifyInstanceMetadataOptionsResult,
} from '@aws-sdk/client-ec2';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import type { Instance } from '../ec2-instance.ts';
import type { Ec2World } from '../ec2-world.ts';
import { instanceAuthorizations } from '../instance-authorizations.ts';
import { findInstances } from '../instance-ids.ts';
import { oneOf } from '../launch-details.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';
import { renderMetadataOptions } from '../render-instance.ts';

/** What is not emulated: it would change what an agent can reach. */
const unchangeable = [
  ...(['HttpEndpoint', 'HttpPutResponseHopLimit', 'HttpProtocolIpv6', 'InstanceMetadataTags'] as const),
];

/** ModifyInstanceMetadataOptions: whether the instance metadata service wants a session token. It takes effect at once. */
export function modifyInstanceMetadataOptions(
  world: Ec2World,
): Operation<ModifyInstanceMetadataOptionsRequest, ModifyInstanceMetadataOptionsResult> {
  const action = 'ec2:ModifyInstanceMetadataOptions';
  return {
    authorize: ({ InstanceId: id = '', HttpTokens: tokens }, { nowMs }) =>
      instanceAuthorizations(world, { action, ids: [id], nowMs }).map((each) => ({
        ...each,
        conditions: {
          ...each.conditions,
          ...metadataConditions(world.fleet.find(id)),
          ...(tokens === undefined ? {} : { 'ec2:Attribute/HttpTokens': tokens }),
        },
      })),
    run(input) {
      refuseDryRun(input.DryRun);
      for (const name of unchangeable)
        if (input[name] !== undefined) throw new NotEmulatedError(`${name} of ModifyInstanceMetadataOptions`);
      const { InstanceId: id = '', HttpTokens: tokens } = input;
      oneOf(tokens, 'HttpTokens', ['optional', 'required']);
      const [instance] = findInstances(world.fleet, [id]);
      if (instance === undefined) throw new Error(`no instance ${id}`);
      if (instance.state !== 'running' && instance.state !== 'stopped')
        throw new ServiceError(
          'IncorrectInstanceState',
          `The instance '${id}' is not in the 'running' or 'stopped' states.`,
        );
      if (tokens !== undefined) {
        instance.httpTokens = tokens;
        world.fleet.changed(instance);
      }
      return { InstanceId: id, InstanceMetadataOptions: renderMetadataOptions(instance) };
    },
  };
}

/** What the instance has now. What it is to have is an attribute. */
function metadataConditions(instance: Instance | undefined): Readonly<Record<string, string>> {
  return instance === undefined ? {} : { 'ec2:MetadataHttpTokens': instance.httpTokens };
}
