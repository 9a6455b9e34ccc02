import { readPages } from '../../../lambdas/shared/clients/read-pages.ts';
import type { Selector } from '../../../lambdas/shared/domain/rollout/select-members.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { type OperatorPolicy, refuse } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';

/** What is in a resource group now. */
export interface GroupMembers {
  readonly instanceIds: ReadonlySet<string>;
  /** How many of its resources are no EC2 instances. */
  readonly others: number;
}

/**
 * Asks Resource Groups once for the EC2 instances of a group. `group` is its name or ARN.
 * @throws UsageError when there is no such group, when its query fails, when it has no instance, or when the call fails.
 */
export async function readResourceGroup(
  settings: ClientSettings,
  group: string,
  policy: OperatorPolicy,
): Promise<GroupMembers> {
  const { paginateListGroupResources, ResourceGroupsClient } = await import(
    '@aws-sdk/client-resource-groups'
  );
  const client = new ResourceGroupsClient(settings);
  const pages = await readPages(paginateListGroupResources({ client }, { Group: group }), (page) => [
    page,
  ]).catch((error: unknown) => refuseGroup(group, error, policy, settings));
  const [broken] = pages.flatMap(({ QueryErrors = [] }) => QueryErrors);
  if (broken !== undefined)
    throw new UsageError(
      `--resource-group ${group}: its query fails (${broken.ErrorCode}: ${broken.Message ?? 'no message'}). Mend the ` +
        'query of the group, or say who is meant with ids or --tag',
    );
  const resources = pages.flatMap(({ Resources = [] }) => Resources);
  const instanceIds = new Set(
    resources.flatMap(({ Identifier: { ResourceType, ResourceArn } = {} }) =>
      isNode(ResourceType) ? (ResourceArn?.split('/').at(-1) ?? []) : [],
    ),
  );
  const others = resources.filter(({ Identifier }) => !isNode(Identifier?.ResourceType)).length;
  if (instanceIds.size > 0) return { instanceIds, others };
  const why = others === 0 ? 'it is empty' : `none of its ${others} resources is an EC2 instance`;
  throw new UsageError(
    `--resource-group ${group}: ${why}. Name a group that has instances in this account and region`,
  );
}

/** True for the type of instances, and for that of nodes outside EC2. */
function isNode(type: string | undefined): boolean {
  return type === 'AWS::EC2::Instance' || type === 'AWS::SSM::ManagedInstance';
}

/** The selector for those alone that are in a group, and how many of the group are no instances. */
export function narrowToGroup(
  selector: Selector,
  { instanceIds, others }: GroupMembers,
): { readonly selector: Selector; readonly otherResources: number } {
  const named = selector.instanceIds;
  const both = named === undefined ? instanceIds : new Set([...named].filter((id) => instanceIds.has(id)));
  return { selector: { ...selector, instanceIds: both }, otherResources: others };
}

function refuseGroup(group: string, error: unknown, policy: OperatorPolicy, settings: ClientSettings): never {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotFoundException')
    throw new UsageError(
      `--resource-group ${group}: there is no such group in this account and region; aws resource-groups list-groups ` +
        'names them',
    );
  if (name === 'BadRequestException' && error instanceof Error)
    throw new UsageError(
      `--resource-group ${group}: allowed is the name or the ARN of a resource group (${error.message})`,
    );
  refuse('resource-groups:ListGroupResources', error, policy, settings);
}
