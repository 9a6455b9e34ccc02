import type { DeleteConfigurationRecorderRequest } from '@aws-sdk/client-config-service';
import type { Operation } from '../../../core/service.ts';
import { type ConfigWorld, recorderArn } from '../config-world.ts';

/** DeleteConfigurationRecorder: rules stay, and have nothing to evaluate any more. */
export function deleteConfigurationRecorder(
  world: ConfigWorld,
): Operation<DeleteConfigurationRecorderRequest, object> {
  return {
    authorize: ({ ConfigurationRecorderName: name }) => [
      { action: 'config:DeleteConfigurationRecorder', resource: recorderArn(world, name) },
    ],
    run({ ConfigurationRecorderName: name = '' }) {
      world.recorders.remove(world.recorders.find(name).name);
      return {};
    },
  };
}
