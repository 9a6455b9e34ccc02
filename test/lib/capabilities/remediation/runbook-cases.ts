import type { Instance } from 'local-cloud';
import type { spec } from 'local-cloud/test/services/ec2/pretend-world.ts';
import type { RunbookId } from '../../../../lib/capabilities/remediation/runbook-catalog.ts';

type Changes = NonNullable<Parameters<typeof spec>[0]>;

/** How a runbook that changes something of an instance, and its inverse, are tried. */
export interface RunbookCase {
  readonly id: RunbookId;
  readonly inverse: RunbookId;
  /** An instance that needs it. */
  readonly needy: Changes;
  /** An instance that it must leave alone, and the step that says why. @default none: it changes nothing that is in use */
  readonly refused?: { readonly instance: Changes; readonly atStep: string };
  /** An instance that is compliant without it. @default one that it has mended */
  readonly compliant?: Changes;
  readonly parameters?: Readonly<Record<string, string>>;
  /** What is true of the needy instance afterwards. */
  readonly isMended: (instance: Instance) => boolean;
  /** The calls of its steps, in their order: each is refused in turn. */
  readonly calls: readonly string[];
  readonly callsOfInverse: readonly string[];
}

/** An instance that nothing but a profile keeps from being managed. */
export const withoutProfile: Changes = { registration: { kind: 'never', cause: 'no-instance-profile' } };

const ofOther = { instanceProfileArn: `arn:aws:iam::${'0'.repeat(12)}:instance-profile/other` };

/** The runbooks that have an inverse. */
export const runbookCases: readonly RunbookCase[] = [
  {
    ...{ id: 'AttachInstanceProfile', inverse: 'DetachInstanceProfile' },
    needy: withoutProfile,
    refused: { instance: ofOther, atStep: 'refuseToReplace' },
    isMended: ({ instanceProfileArn }) => instanceProfileArn?.includes('InstanceAccessProfile') === true,
    calls: [
      'ec2:DescribeInstances',
      'ec2:DescribeIamInstanceProfileAssociations',
      'iam:GetInstanceProfile',
      'iam:SimulatePrincipalPolicy',
      'ec2:CreateTags',
      'ec2:AssociateIamInstanceProfile',
    ],
    callsOfInverse: [
      'ec2:DescribeTags',
      'ec2:DescribeIamInstanceProfileAssociations',
      'ec2:DisassociateIamInstanceProfile',
      'ec2:DeleteTags',
    ],
  },
  {
    ...{ id: 'SetPatchGroup', inverse: 'LeavePatchGroup' },
    parameters: { PatchGroup: 'web' },
    needy: {},
    refused: { instance: { tags: { PatchGroup: 'db' } }, atStep: 'refuseToReplace' },
    compliant: { tags: { PatchGroup: 'web' } },
    isMended: (instance) => instance.tags(Number.POSITIVE_INFINITY)['PatchGroup'] === 'web',
    calls: ['ec2:DescribeTags', 'ec2:CreateTags'],
    callsOfInverse: ['ec2:DescribeTags', 'ec2:DeleteTags'],
  },
  {
    ...{ id: 'RequireImdsv2', inverse: 'RestoreImdsv1' },
    needy: { metadata: { httpTokens: 'optional', httpEndpoint: 'enabled' } },
    compliant: { metadata: { httpTokens: 'required', httpEndpoint: 'enabled' } },
    isMended: ({ httpTokens }) => httpTokens === 'required',
    calls: ['ec2:DescribeInstances', 'ec2:CreateTags', 'ec2:ModifyInstanceMetadataOptions'],
    callsOfInverse: ['ec2:DescribeTags', 'ec2:ModifyInstanceMetadataOptions', 'ec2:DeleteTags'],
  },
];
