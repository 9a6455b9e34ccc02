import type { ServiceRequests } from './requests.ts';
import { registered } from './requests-of-nodes.ts';

const types = { ResourceTypeFilters: ['ssm:managed-instance'] };

/** The requests to the Resource Groups Tagging API. */
export const requestsOfTagging: ServiceRequests = {
  absent: ['InternalServiceException', 'PaginationTokenExpiredException', 'ThrottledException'],
  common: [],
  operations: {
    GetResources: {
      answers: [
        (world) => {
          registered(world);
          return { ...types, ResourcesPerPage: 1 };
        },
        (world) => {
          const { partition, region, accountId } = world.cloud;
          const arn = `arn:${partition}:ssm:${region}:${accountId}:managed-instance/${registered(world)}`;
          return { ResourceARNList: [arn] };
        },
      ],
      refusals: { InvalidParameterException: { ...types, PaginationToken: 'x' } },
    },
  },
};
