import type { RunbookId } from '../runbook-catalog.ts';

/** A managed rule of AWS Config that Muster offers (AWS Config developer guide, list of managed rules). */
export interface RuleKind {
  readonly identifier: string;
  readonly description: string;
  /** The types of resources that the recorder must record for it. */
  readonly recordedTypes: readonly string[];
  /** The types of resources that it judges. @default all that it can judge */
  readonly judgedTypes?: readonly string[];
  /** It is evaluated at this interval, and not after changes. */
  readonly frequency?: 'TwentyFour_Hours';
  /** What brings back an instance that it finds. @default nothing */
  readonly runbook?: RunbookId;
}

const instance = 'AWS::EC2::Instance';

/** Every rule, by its name in the configuration. */
export const ruleKinds = {
  instanceManaged: {
    identifier: 'EC2_INSTANCE_MANAGED_BY_SSM',
    description: 'Systems Manager manages every running instance.',
    recordedTypes: [instance, 'AWS::SSM::ManagedInstanceInventory'],
    runbook: 'AttachInstanceProfile',
  },
  instanceProfileAttached: {
    identifier: 'EC2_INSTANCE_PROFILE_ATTACHED',
    description: 'Every instance has an instance profile.',
    recordedTypes: [instance],
    judgedTypes: [instance],
    runbook: 'AttachInstanceProfile',
  },
  imdsv2: {
    identifier: 'EC2_IMDSV2_CHECK',
    description: 'The metadata service of every instance wants a session token.',
    recordedTypes: [instance],
    judgedTypes: [instance],
    runbook: 'RequireImdsv2',
  },
  associationCompliance: {
    identifier: 'EC2_MANAGEDINSTANCE_ASSOCIATION_COMPLIANCE_STATUS_CHECK',
    description: 'The associations of every managed node are compliant.',
    recordedTypes: ['AWS::SSM::AssociationCompliance', 'AWS::SSM::ManagedInstanceInventory'],
  },
  patchCompliance: {
    identifier: 'EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK',
    description: 'The patches of every managed node are compliant.',
    recordedTypes: ['AWS::SSM::PatchCompliance', 'AWS::SSM::ManagedInstanceInventory'],
  },
  requiredTags: {
    identifier: 'REQUIRED_TAGS',
    description: 'Every instance has the required tags.',
    recordedTypes: [instance],
    judgedTypes: [instance],
  },
  documentsNotPublic: {
    identifier: 'SSM_DOCUMENT_NOT_PUBLIC',
    description: 'No document of the account is public.',
    recordedTypes: [],
    frequency: 'TwentyFour_Hours',
  },
} as const satisfies Record<string, RuleKind>;

/** The name of a rule in the configuration. */
export type RuleName = keyof typeof ruleKinds;
