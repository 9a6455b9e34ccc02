import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  paginateGetAccountAuthorizationDetails,
  paginateListAttachedRolePolicies,
  type RoleDetail,
  TagRoleCommand,
  UntagRoleCommand,
} from '@aws-sdk/client-iam';
import { connect } from '../shared/clients/connect.ts';
import { unless } from '../shared/clients/expected-errors.ts';
import { readPages } from '../shared/clients/read-pages.ts';
import { parseJson } from '../shared/domain/parse-json.ts';
import type { Role } from './role.ts';

/** The roles of the account. Each change may be made twice. */
export interface Roles {
  /** A role by name. @throws NoSuchEntityException when there is none. */
  read(roleName: string): Promise<Role>;
  /** Every role, with what the plans need of it: a call for each page. */
  list(): Promise<readonly Role[]>;
  attach(roleName: string): Promise<void>;
  /** It may be detached already. */
  detach(roleName: string): Promise<void>;
  /** Notes the policy in this tag of a role. */
  record(roleName: string, tag: string): Promise<void>;
  /** Removes this tag of a role. */
  forget(roleName: string, tag: string): Promise<void>;
}

/** IAM throttles by account, and others call it too: the SDK pauses for longer each time, up to 20 seconds. */
const attemptsMax = 6;
/** Roles in a page: their inline policies come along, and an answer may be large. */
const pageRoles = 500;

/** Calls IAM about this policy. */
export function createRoles(
  PolicyArn: string,
  client = connect(IAMClient, { maxAttempts: attemptsMax }),
): Roles {
  return {
    async read(RoleName) {
      const { Role: role = {} } = await client.send(new GetRoleCommand({ RoleName }));
      const pages = paginateListAttachedRolePolicies({ client }, { RoleName });
      const AttachedManagedPolicies = await readPages(pages, ({ AttachedPolicies }) => AttachedPolicies);
      return toRole({ ...role, AttachedManagedPolicies });
    },
    async list() {
      const pages = paginateGetAccountAuthorizationDetails(
        { client, pageSize: pageRoles },
        { Filter: ['Role'] },
      );
      return (await readPages(pages, ({ RoleDetailList }) => RoleDetailList)).map(toRole);
    },
    async attach(RoleName) {
      await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    },
    async detach(RoleName) {
      const command = new DetachRolePolicyCommand({ RoleName, PolicyArn });
      await unless(['NoSuchEntityException'], () => client.send(command));
    },
    async record(RoleName, Key) {
      await client.send(new TagRoleCommand({ RoleName, Tags: [{ Key, Value: PolicyArn }] }));
    },
    async forget(RoleName, key) {
      const command = new UntagRoleCommand({ RoleName, TagKeys: [key] });
      await unless(['NoSuchEntityException'], () => client.send(command));
    },
  };
}

type ShownRole = Pick<
  RoleDetail,
  'RoleName' | 'Path' | 'AssumeRolePolicyDocument' | 'Tags' | 'AttachedManagedPolicies'
>;

/** IAM returns documents as URL-encoded JSON. */
function toRole({ RoleName, Path, AssumeRolePolicyDocument = '', ...shown }: ShownRole): Role {
  return {
    roleName: RoleName ?? '',
    path: Path ?? '/',
    trust: parseJson(decodeURIComponent(AssumeRolePolicyDocument)),
    policyArns: (shown.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []),
    tags: Object.fromEntries((shown.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}
