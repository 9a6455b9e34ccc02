import type * as Sdk from '@aws-sdk/client-config-service';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import { enumValues } from '../../../core/wire/enum-values.ts';

/** Which types a recorder records. */
export interface RecordingGroup {
  readonly useOnly: Sdk.RecordingStrategyType;
  /** The types that are recorded, or those that are not. Empty when all are. */
  readonly types: readonly Sdk.ResourceType[];
  readonly hasGlobalTypes: boolean;
}

const all = 'ALL_SUPPORTED_RESOURCE_TYPES';
const inclusion = 'INCLUSION_BY_RESOURCE_TYPES';
const exclusion = 'EXCLUSION_BY_RESOURCE_TYPES';

/** The global types, which are recorded only when a group asks for them. */
const globalTypes = ['Group', 'Policy', 'Role', 'User'].map((name) => `AWS::IAM::${name}`);

/**
 * Reads the group of a recorder. Without one, all types but the global ones are recorded.
 * @throws ServiceError InvalidRecordingGroupException for what contradicts itself or records nothing, and
 * ValidationException for a type that AWS Config does not know.
 */
export function readRecordingGroup(given: Sdk.RecordingGroup | undefined): RecordingGroup {
  if (given === undefined) return { useOnly: all, types: [], hasGlobalTypes: false };
  const { allSupported: isAll = false, includeGlobalResourceTypes: hasGlobalTypes = false } = given;
  const included = given.resourceTypes ?? [];
  const excluded = given.exclusionByResourceTypes?.resourceTypes ?? [];
  const useOnly = given.recordingStrategy?.useOnly ?? (isAll ? all : inclusion);
  const types = useOnly === exclusion ? excluded : included;
  const isOdd =
    isAll !== (useOnly === all) ||
    (useOnly !== inclusion && included.length > 0) ||
    (useOnly !== exclusion && excluded.length > 0) ||
    (useOnly !== all && (types.length === 0 || hasGlobalTypes));
  if (isOdd)
    throw new ServiceError('InvalidRecordingGroupException', 'The recording group provided is not valid');
  refuseUnknownTypes(types);
  return { useOnly, types, hasGlobalTypes };
}

/** Whether a group records a type. */
export function isRecorded({ useOnly, types, hasGlobalTypes }: RecordingGroup, type: string): boolean {
  if (useOnly === all) return hasGlobalTypes || !globalTypes.includes(type);
  return types.some((listed) => listed === type) === (useOnly === inclusion);
}

/** A group as the service shows it. */
export function renderRecordingGroup({ useOnly, types, hasGlobalTypes }: RecordingGroup): Sdk.RecordingGroup {
  const listed = (strategy: string) => (useOnly === strategy ? [...types] : []);
  return {
    allSupported: useOnly === all,
    includeGlobalResourceTypes: hasGlobalTypes,
    resourceTypes: listed(inclusion),
    exclusionByResourceTypes: { resourceTypes: listed(exclusion) },
    recordingStrategy: { useOnly },
  };
}

/** Reads how often a recorder records. @throws NotEmulatedError for once a day. */
export function readRecordingMode(given: Sdk.RecordingMode | undefined): Sdk.RecordingMode {
  const { recordingFrequency = 'CONTINUOUS', recordingModeOverrides: overrides = [] } = given ?? {};
  if (recordingFrequency === 'DAILY') throw new NotEmulatedError('a recordingFrequency of DAILY');
  const recordingModeOverrides = overrides.map((override) => {
    const { resourceTypes, recordingFrequency: frequency, description } = override;
    if (frequency === 'DAILY') throw new NotEmulatedError('recordingModeOverrides of DAILY');
    return { resourceTypes, recordingFrequency: frequency, ...(description && { description }) };
  });
  return { recordingFrequency, recordingModeOverrides };
}

function refuseUnknownTypes(types: readonly Sdk.ResourceType[]): void {
  const known = enumValues('config', 'ResourceType');
  const unknown = types.filter((type) => !known.has(type));
  if (unknown.length > 0)
    throw new ServiceError(
      'ValidationException',
      `1 validation error detected: Value '[${unknown.join(', ')}]' at 'configurationRecorder.recordingGroup.resourceTypes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set]`,
    );
}
