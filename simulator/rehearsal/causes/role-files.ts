import * as z from 'zod';
import {
  type PolicyStatement,
  readStatement,
} from '../../../lambdas/shared/domain/diagnosis/policy-statement.ts';
import { type RoleEvidence, roleEvidence } from '../../../lambdas/shared/domain/diagnosis/role-evidence.ts';
import { checkEntry, members } from '../input/cli-forms.ts';
import { InputError, type InputFile } from '../input/input-file.ts';
import { readItems } from '../input/read-items.ts';

const array = 'an array';
const text = z.string('a string');
const texts = z.union([z.array(text), text.transform((one) => [one])], 'a string or an array of strings');
const statement = members({
  Effect: z.enum(['Allow', 'Deny'], 'Allow or Deny'),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: z.unknown().optional(),
  Condition: z.unknown().optional(),
});
const policyDocument = members({
  Statement: z.union([z.array(statement), statement.transform((one) => [one])], 'statements'),
});
type PolicyDocument = z.output<typeof policyDocument>;

/** A document in another form is one that is not known. */
const anyDocument = policyDocument.optional().catch(undefined);

const profile = members({
  Arn: text,
  Roles: z.array(members({ RoleName: text }), array).optional(),
});
const role = members({
  RoleName: text,
  Arn: text.optional(),
  InstanceProfileList: z.array(profile, array).optional(),
  RolePolicyList: z.array(members({ PolicyDocument: anyDocument }), array).optional(),
  AttachedManagedPolicies: z.array(members({ PolicyArn: text }), array).optional(),
  PermissionsBoundary: members({ PermissionsBoundaryArn: text }).optional(),
});
const managedPolicy = members({
  Arn: text,
  DefaultVersionId: text.optional(),
  PolicyVersionList: z.array(members({ VersionId: text, Document: anyDocument }), array).optional(),
});

/**
 * What `aws iam get-account-authorization-details`, `list-instance-profiles` and `aws ssm get-service-setting` print, as far
 * as it is read.
 */
const rolesForm = members({
  RoleDetailList: z.array(role, array).optional(),
  Policies: z.array(managedPolicy, array).optional(),
  InstanceProfiles: z.array(profile, array).optional(),
  IsTruncated: z.boolean('true or false').optional(),
  ServiceSetting: members({ ARN: text, SettingId: text, SettingValue: text }).optional(),
});
type RolesDocument = z.output<typeof rolesForm>;

/** What the roles of instance profiles allow. */
export interface ProfileEvidence {
  /** By the ARN of the instance profile. */
  readonly byArn: ReadonlyMap<string, { readonly role: RoleEvidence | undefined }>;
  /** The accounts of which all roles are known: an instance profile that is in none of them has none. */
  readonly wholeAccounts: ReadonlySet<string>;
  /** By account and region: the role of Default Host Management, or none where it is off. */
  readonly defaultHosts: ReadonlyMap<string, { readonly role: RoleEvidence | undefined }>;
}

/** The setting of Default Host Management, and its value while that is off. */
export const defaultHostSetting = '/ssm/managed-instance/default-ec2-instance-management-role';
const noRole = '$None';

/** What is known of an instance profile; undefined when no file tells. */
export function findProfile(arn: string, { byArn, wholeAccounts }: ProfileEvidence) {
  const known = byArn.get(arn);
  return known ?? (wholeAccounts.has(accountOf(arn)) ? { role: undefined } : undefined);
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** Reads what `aws iam get-account-authorization-details` printed, or `list-instance-profiles`. @throws InputError */
export async function readRoleFiles(files: readonly InputFile[]): Promise<ProfileEvidence> {
  const documents: RolesDocument[] = [];
  for (const file of files) {
    for await (const { value, place } of readItems(file)) {
      const checked = checkEntry(value, rolesForm, place);
      if (!checked.ok) throw new InputError(`${file.name}: ${checked.problem}`);
      if (!Object.values(checked.entry).some((member) => typeof member === 'object'))
        throw new InputError(
          `${file.name}: has no roles; allowed: the output of \`aws iam get-account-authorization-details --output json\``,
        );
      documents.push(checked.entry);
    }
  }
  return collect(documents);
}

function collect(documents: readonly RolesDocument[]): ProfileEvidence {
  const roles = documents.flatMap(({ RoleDetailList }) => RoleDetailList ?? []);
  const policies = new Map(
    documents.flatMap(({ Policies }) => Policies ?? []).map((policy) => [policy.Arn, defaultVersion(policy)]),
  );
  const found = new Map<string, { role: RoleEvidence | undefined }>();
  for (const { Arn, Roles } of documents.flatMap(({ InstanceProfiles }) => InstanceProfiles ?? [])) {
    const roleName = Roles?.[0]?.RoleName;
    found.set(Arn, { role: roleName === undefined ? undefined : { roleName, lacks: undefined } });
  }
  for (const detail of roles) {
    const evidence = evidenceOf(detail, policies);
    for (const { Arn } of detail.InstanceProfileList ?? []) found.set(Arn, { role: evidence });
  }
  const whole = documents.filter(({ IsTruncated }) => IsTruncated !== true);
  const complete = whole.flatMap(({ RoleDetailList }) => RoleDetailList ?? []);
  const wholeAccounts = new Set(complete.flatMap(({ Arn }) => (Arn === undefined ? [] : [accountOf(Arn)])));
  const byName = new Map(roles.map((detail) => [detail.RoleName, detail]));
  const settings = documents.flatMap(({ ServiceSetting }) => ServiceSetting ?? []);
  const defaultHosts = settings
    .filter(({ SettingId }) => SettingId === defaultHostSetting)
    .map(({ ARN, SettingValue }) => {
      const [, , , region = '', account = ''] = ARN.split(':');
      const roleName = SettingValue.split('/').at(-1) ?? '';
      const detail = byName.get(roleName);
      const known = detail === undefined ? { roleName, lacks: undefined } : evidenceOf(detail, policies);
      return [`${account} ${region}`, { role: SettingValue === noRole ? undefined : known }] as const;
    });
  return { byArn: found, wholeAccounts, defaultHosts: new Map(defaultHosts) };
}

/** What the role refuses, as far as its policies and the one that bounds it are in the files. */
function evidenceOf(
  {
    RoleName: roleName,
    RolePolicyList: inline = [],
    AttachedManagedPolicies: attached = [],
    PermissionsBoundary: bound,
  }: z.output<typeof role>,
  policies: ReadonlyMap<string, PolicyDocument | undefined>,
): RoleEvidence {
  const managed = attached.map(({ PolicyArn }) => policies.get(PolicyArn));
  const all = [...inline.map(({ PolicyDocument: document }) => document), ...managed];
  const identity = all.includes(undefined) ? undefined : all.flatMap(statementsOf);
  if (bound === undefined) return roleEvidence(roleName, { identity });
  const arn = bound.PermissionsBoundaryArn;
  const document = policies.get(arn);
  return roleEvidence(roleName, {
    identity,
    boundary: { arn, statements: document && statementsOf(document) },
  });
}

function statementsOf(document: PolicyDocument | undefined): PolicyStatement[] {
  return (document?.Statement ?? []).map(readStatement);
}

function defaultVersion({ DefaultVersionId, PolicyVersionList = [] }: z.output<typeof managedPolicy>) {
  return PolicyVersionList.find(({ VersionId }) => VersionId === DefaultVersionId)?.Document;
}
