import { commonErrors, type OperationRequests, type ServiceRequests } from './requests.ts';
import { requestsOfAssociations } from './requests-of-associations.ts';
import { requestsOfAutomation } from './requests-of-automation.ts';
import { requestsOfCommands } from './requests-of-commands.ts';
import { makeDocument, requestsOfDocuments } from './requests-of-documents.ts';
import { requestsOfInventory } from './requests-of-inventory.ts';
import { requestsOfMaintenance } from './requests-of-maintenance.ts';
import { requestsOfNodes } from './requests-of-nodes.ts';
import { requestsOfOpsItems } from './requests-of-ops-items.ts';
import { requestsOfParameters } from './requests-of-parameters.ts';
import type { World } from './world.ts';

const setting = '/ssm/managed-instance/default-ec2-instance-management-role';
const noSetting = { ServiceSettingNotFound: { SettingId: '/ssm/none', SettingValue: 'x' } };
const document = (more: object) => (world: World) => ({
  ResourceType: 'Document',
  ResourceId: makeDocument(world),
  ...more,
});
const missing = (more: object) => ({
  InvalidResourceId: { ResourceType: 'Document', ResourceId: 'None', ...more },
  ValidationException: { ResourceType: 'Nothing', ResourceId: 'None', ...more },
});
const without = { ServiceSettingNotFound: { SettingId: '/ssm/none' } };

const requestsOfTags: Readonly<Record<string, OperationRequests>> = {
  AddTagsToResource: {
    answers: [document({ Tags: [{ Key: '__proto__', Value: 'x' }] })],
    refusals: {
      ...missing({ Tags: [{ Key: 'a', Value: 'x' }] }),
      TooManyTagsError: document({
        Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' })),
      }),
    },
  },
  ListTagsForResource: { answers: [document({})], refusals: missing({}) },
  RemoveTagsFromResource: {
    answers: [document({ TagKeys: ['constructor'] })],
    refusals: missing({ TagKeys: ['x'] }),
  },
};

/** The requests to Systems Manager. */
export const requestsOfSsm: ServiceRequests = {
  absent: [
    'AssociatedInstances',
    'AssociationAlreadyExists',
    'AssociationLimitExceeded',
    'AssociationVersionLimitExceeded',
    'AutomationExecutionLimitExceededException',
    'DocumentLimitExceeded',
    'InternalServerError',
    'InvalidAggregatorException',
    'InvalidDocumentOperation',
    'InvalidInventoryGroupException',
    'InvalidInventoryItemContextException',
    'InvalidAssociationVersion',
    'InvalidNotificationConfig',
    'InvalidOutputLocation',
    'InvalidTag',
    'InvalidTargetMaps',
    'InvalidUpdate',
    'InvalidOutputFolder',
    'InvalidResourceType',
    'InvalidRole',
    'ItemSizeLimitExceededException',
    'NoLongerSupportedException',
    'OpsItemAccessDeniedException',
    'OpsItemConflictException',
    'OpsItemLimitExceededException',
    'ParameterLimitExceeded',
    'SubTypeCountLimitExceededException',
    'TooManyUpdates',
    'UnsupportedParameterType',
  ],
  common: commonErrors,
  operations: {
    ...requestsOfAssociations,
    ...requestsOfAutomation,
    ...requestsOfCommands,
    ...requestsOfDocuments,
    ...requestsOfInventory,
    ...requestsOfMaintenance,
    ...requestsOfNodes,
    ...requestsOfOpsItems,
    ...requestsOfParameters,
    ...requestsOfTags,
    DescribePatchBaselines: {
      answers: [
        { MaxResults: 1 },
        { Filters: [{ Key: 'OWNER', Values: ['AWS'] }] },
        { Filters: [{ Key: 'OPERATING_SYSTEM', Values: ['UBUNTU'] }] },
        { Filters: [{ Key: 'NAME_PREFIX', Values: ['AWS-'] }] },
      ],
    },
    GetDefaultPatchBaseline: { answers: [{}, { OperatingSystem: 'UBUNTU' }] },
    GetServiceSetting: { answers: [{ SettingId: setting }], refusals: without },
    ResetServiceSetting: { answers: [{ SettingId: setting }], refusals: without },
    RegisterDefaultPatchBaseline: {
      answers: [({ cloud }) => ({ BaselineId: cloud.ssm.baselines.defaultOf('UBUNTU') })],
      refusals: { DoesNotExistException: { BaselineId: 'pb-00000000000000000' } },
      never: { InvalidResourceId: 'an id of another form is refused by the model' },
    },
    UpdateServiceSetting: { answers: [{ SettingId: setting, SettingValue: 'role' }], refusals: noSetting },
  },
};
