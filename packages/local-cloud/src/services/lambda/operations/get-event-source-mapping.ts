import type { EventSourceMappingConfiguration, GetEventSourceMappingRequest } from '@aws-sdk/client-lambda';
import type { Host } from '../../../core/host.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';

/** A mapping of the account. */
export interface ShownMapping {
  readonly id: string;
  readonly functionArn: string;
  readonly mapping: {
    readonly settings: {
      readonly eventSourceArn: string;
      readonly batchSize: number;
      readonly batchingWindowSeconds: number;
      readonly maximumConcurrency: number | undefined;
      readonly reportsBatchItemFailures: boolean;
      readonly isEnabled: boolean;
    };
  };
}

/** GetEventSourceMapping. A mapping is enabled or disabled at once, and nobody knows when it was last changed. */
export function getEventSourceMapping(
  { partition, region, accountId }: Host,
  mappings: () => readonly ShownMapping[],
): Operation<GetEventSourceMappingRequest, EventSourceMappingConfiguration> {
  const arnOf = (id = '') => `arn:${partition}:lambda:${region}:${accountId}:event-source-mapping:${id}`;
  return {
    authorize: ({ UUID: id }) => [{ action: 'lambda:GetEventSourceMapping', resource: arnOf(id) }],
    run({ UUID: id }) {
      const found = mappings().find((each) => each.id === id);
      if (found === undefined)
        throw new ServiceError('ResourceNotFoundException', 'The resource you requested does not exist.', {
          statusCode: 404,
        });
      const { settings } = found.mapping;
      return {
        UUID: found.id,
        EventSourceMappingArn: arnOf(found.id),
        EventSourceArn: settings.eventSourceArn,
        FunctionArn: found.functionArn,
        BatchSize: settings.batchSize,
        MaximumBatchingWindowInSeconds: settings.batchingWindowSeconds,
        State: settings.isEnabled ? 'Enabled' : 'Disabled',
        StateTransitionReason: 'USER_INITIATED',
        ...(settings.reportsBatchItemFailures ? { FunctionResponseTypes: ['ReportBatchItemFailures'] } : {}),
        ...(settings.maximumConcurrency === undefined
          ? {}
          : { ScalingConfig: { MaximumConcurrency: settings.maximumConcurrency } }),
      };
    },
  };
}
