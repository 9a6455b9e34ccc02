import { ownEntry } from '../../../core/own-entry.ts';
import type { RecordedInstance } from '../recording/recorded-instance.ts';
import { resourceTypes } from '../resource-key.ts';

/** What an evaluation can find. */
export type Compliance = 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';

/** The parameters of a rule, by name. */
export type RuleParameters = Readonly<Record<string, string>>;

/** A rule of AWS. */
export interface ManagedRule {
  /** The types whose items ask for an evaluation. A periodic rule has none. */
  readonly types: readonly string[];
  readonly parameters: readonly string[];
  readonly required?: readonly string[];
  /** Judges an instance. Without it, nothing here has what the rule looks at. */
  readonly judge?: (instance: RecordedInstance, parameters: RuleParameters) => Compliance;
}

const { instance, inventory } = resourceTypes;
const tagNumbers = [1, 2, 3, 4, 5, 6];

/** The rules of AWS that the local cloud knows, by identifier (AWS Config developer guide). */
export const managedRules: Readonly<Record<string, ManagedRule>> = {
  EC2_INSTANCE_MANAGED_BY_SSM: {
    types: [instance, inventory],
    parameters: [],
    judge: ({ state, isManaged }) => (state === 'running' ? compliantIf(isManaged) : 'NOT_APPLICABLE'),
  },
  EC2_INSTANCE_PROFILE_ATTACHED: {
    types: [instance],
    parameters: ['IamInstanceProfileArnList'],
    judge: ({ instanceProfileArn: arn }, { IamInstanceProfileArnList: allowed }) =>
      compliantIf(arn !== undefined && (allowed === undefined || listIn(allowed).includes(arn))),
  },
  EC2_IMDSV2_CHECK: {
    types: [instance],
    parameters: [],
    judge: ({ httpTokens }) => compliantIf(httpTokens === 'required'),
  },
  REQUIRED_TAGS: {
    types: [instance],
    parameters: tagNumbers.flatMap((number) => [`tag${number}Key`, `tag${number}Value`]),
    required: ['tag1Key'],
    judge: ({ tags }, parameters) =>
      compliantIf(tagNumbers.every((number) => hasTag(tags, parameters, number))),
  },
  EC2_MANAGEDINSTANCE_ASSOCIATION_COMPLIANCE_STATUS_CHECK: {
    types: ['AWS::SSM::AssociationCompliance'],
    parameters: [],
  },
  EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK: { types: ['AWS::SSM::PatchCompliance'], parameters: [] },
  SSM_DOCUMENT_NOT_PUBLIC: { types: [], parameters: [] },
};

/** The identifier of the only periodic rule here. */
export const documentsNotPublic = 'SSM_DOCUMENT_NOT_PUBLIC';

function hasTag(tags: RecordedInstance['tags'], parameters: RuleParameters, number: number): boolean {
  const key = parameters[`tag${number}Key`];
  if (key === undefined) return true;
  const value = ownEntry(tags, key);
  const allowed = parameters[`tag${number}Value`];
  return value !== undefined && (allowed === undefined || listIn(allowed).includes(value));
}

function listIn(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}

function compliantIf(isCompliant: boolean): Compliance {
  return isCompliant ? 'COMPLIANT' : 'NON_COMPLIANT';
}
