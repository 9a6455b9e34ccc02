import type {
  DescribeDeliveryChannelsRequest,
  DescribeDeliveryChannelsResponse,
} from '@aws-sdk/client-config-service';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { ConfigWorld } from '../config-world.ts';

/** DescribeDeliveryChannels. */
export function describeDeliveryChannels({
  recorders,
}: ConfigWorld): Operation<DescribeDeliveryChannelsRequest, DescribeDeliveryChannelsResponse> {
  return {
    authorize: () => [{ action: 'config:DescribeDeliveryChannels', resource: '*' }],
    run({ DeliveryChannelNames: names = [] }) {
      const { channel } = recorders;
      const unknown = names.find((name) => name !== channel?.name);
      if (unknown !== undefined)
        throw new ServiceError(
          'NoSuchDeliveryChannelException',
          `Cannot find delivery channel with specified name '${unknown}'.`,
        );
      return { DeliveryChannels: channel === undefined ? [] : [channel] };
    },
  };
}
