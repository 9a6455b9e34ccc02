import type { Place } from '../../core/host.ts';
import { ServiceError } from '../../core/service.ts';
import type { ResourceQuery } from './resource-query.ts';

/** A group whose members a query finds anew at each call. */
export interface ResourceGroup {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly query: ResourceQuery;
}

/** A request that names a group by its name or ARN, in the newer member or in the older one. */
export interface GroupRequest {
  readonly Group?: string | undefined;
  readonly GroupName?: string | undefined;
}

/** The groups of the account. */
export class GroupStore {
  /** By name. */
  readonly groups = new Map<string, ResourceGroup>();
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  /** The ARN of a group of this name, or the ARN itself. */
  arnOf({ Group, GroupName }: GroupRequest): string {
    const given = Group ?? GroupName ?? '';
    const { partition, region, accountId } = this.#place;
    return given.startsWith('arn:')
      ? given
      : `arn:${partition}:resource-groups:${region}:${accountId}:group/${given}`;
  }

  /** @throws ServiceError when the request names none (BadRequestException), or none that exists (NotFoundException). */
  find(request: GroupRequest): ResourceGroup {
    if (request.Group === undefined && request.GroupName === undefined)
      throw new ServiceError('BadRequestException', 'The request names no group.');
    const arn = this.arnOf(request);
    const found = [...this.groups.values()].find((group) => group.arn === arn);
    if (found !== undefined) return found;
    throw new ServiceError('NotFoundException', 'Cannot find group.', { statusCode: 404 });
  }
}
