import type { StartConfigurationRecorderRequest } from '@aws-sdk/client-config-service';
import type { Operation } from '../../../core/service.ts';
import { type ConfigWorld, recorderArn } from '../config-world.ts';

/** StartConfigurationRecorder: what there is, is recorded now, and what changes later. */
export function startConfigurationRecorder(
  world: ConfigWorld,
): Operation<StartConfigurationRecorderRequest, object> {
  return {
    authorize: ({ ConfigurationRecorderName: name }) => [
      { action: 'config:StartConfigurationRecorder', resource: recorderArn(world, name) },
    ],
    run({ ConfigurationRecorderName: name = '' }) {
      world.recorders.start(world.recorders.find(name));
      return {};
    },
  };
}
