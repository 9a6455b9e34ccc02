import type { DeleteDeliveryChannelRequest } from '@aws-sdk/client-config-service';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { ConfigWorld } from '../config-world.ts';

/** DeleteDeliveryChannel. */
export function deleteDeliveryChannel({
  recorders,
}: ConfigWorld): Operation<DeleteDeliveryChannelRequest, object> {
  return {
    authorize: () => [{ action: 'config:DeleteDeliveryChannel', resource: '*' }],
    run({ DeliveryChannelName: name = '' }) {
      if (recorders.channel?.name !== name)
        throw new ServiceError(
          'NoSuchDeliveryChannelException',
          `Cannot find delivery channel with specified name '${name}'.`,
        );
      if (recorders.recorder?.isRecording === true)
        throw new ServiceError(
          'LastDeliveryChannelDeleteFailedException',
          `Failed to delete last specified delivery channel with name '${name}', because there is a running configuration recorder.`,
        );
      recorders.removeChannel(name);
      return {};
    },
  };
}
