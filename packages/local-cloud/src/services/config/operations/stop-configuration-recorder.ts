import type { StopConfigurationRecorderRequest } from '@aws-sdk/client-config-service';
import type { Operation } from '../../../core/service.ts';
import { type ConfigWorld, recorderArn } from '../config-world.ts';

/** StopConfigurationRecorder: what it has recorded stays, and so do the results of rules. */
export function stopConfigurationRecorder(
  world: ConfigWorld,
): Operation<StopConfigurationRecorderRequest, object> {
  return {
    authorize: ({ ConfigurationRecorderName: name }) => [
      { action: 'config:StopConfigurationRecorder', resource: recorderArn(world, name) },
    ],
    run({ ConfigurationRecorderName: name = '' }) {
      world.recorders.stop(world.recorders.find(name));
      return {};
    },
  };
}
