import type { ServiceRequests } from './requests.ts';
import type { World } from './world.ts';

const Query = JSON.stringify({
  ResourceTypeFilters: ['AWS::AllSupported'],
  TagFilters: [{ Key: 'Name', Values: [] }],
});
const ResourceQuery = { Type: 'TAG_FILTERS_1_0', Query } as const;
const none = { Group: 'none' };

/** A name that no group has yet. */
const freeName = ({ cloud }: World) =>
  `group-${cloud.resourceGroups.store.groups.size}-${cloud.timeline.nowMs}`;

/** The name of a group that was made for this request. */
function made(world: World): string {
  const { operations } = world.cloud.resourceGroups;
  const Name = freeName(world);
  operations.CreateGroup.run({ Name, ResourceQuery }, world.cloud.administrator());
  return Name;
}

/** The requests to Resource Groups. */
export const requestsOfResourceGroups: ServiceRequests = {
  absent: [
    ...['ForbiddenException', 'InternalServerErrorException', 'MethodNotAllowedException'],
    ...['TooManyRequestsException', 'UnauthorizedException'],
  ],
  common: ['AccessDeniedException', 'SerializationException'],
  operations: {
    CreateGroup: {
      answers: [
        (world) => ({ Name: freeName(world), Description: 'all', ResourceQuery }),
        (world) => ({ Name: freeName(world), ResourceQuery }),
      ],
      refusals: { BadRequestException: (world) => ({ Name: made(world), ResourceQuery }) },
    },
    DeleteGroup: {
      answers: [(world) => ({ Group: made(world) }), (world) => ({ GroupName: made(world) })],
      refusals: { NotFoundException: none, BadRequestException: {} },
    },
    ListGroupResources: {
      answers: [
        (world) => ({
          ...{ Group: made(world), MaxResults: 1 },
          Filters: [{ Name: 'resource-type', Values: ['AWS::EC2::Instance'] }],
        }),
        (world) => ({ GroupName: made(world) }),
      ],
      refusals: {
        NotFoundException: none,
        BadRequestException: (world) => ({ Group: made(world), NextToken: 'x' }),
      },
    },
  },
};
