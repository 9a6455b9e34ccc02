import type * as Sdk from '@aws-sdk/client-ssm';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { AssociationContent, StoredAssociation } from './association-store.ts';

/** The content in a call that makes or changes an association. */
export function readContent(
  operation: string,
  input: Omit<Sdk.CreateAssociationRequest, 'Name'>,
  Name: string | undefined,
): AssociationContent {
  refuseMembers(operation, input, [
    ...(['InstanceId', 'DocumentVersion', 'OutputLocation', 'AutomationTargetParameterName'] as const),
    ...(['SyncCompliance', 'CalendarNames', 'TargetLocations', 'ScheduleOffset', 'Duration'] as const),
    ...(['TargetMaps', 'Tags', 'AlarmConfiguration', 'AssociationDispatchAssumeRole'] as const),
  ]);
  const { AssociationName, Parameters, Targets, ScheduleExpression } = input;
  const { MaxErrors, MaxConcurrency, ComplianceSeverity, ApplyOnlyAtCronInterval } = input;
  return {
    ...{ Name, AssociationName, Parameters, Targets, ScheduleExpression },
    ...{ MaxErrors, MaxConcurrency, ComplianceSeverity, ApplyOnlyAtCronInterval },
  };
}

/** An association as DescribeAssociation shows it. */
export function describeAssociation(association: StoredAssociation): Sdk.AssociationDescription {
  const { id, createdMs, updatedMs, content } = association;
  return {
    ...content,
    ...listedPart(association),
    ...{ AssociationId: id, Date: new Date(createdMs), LastUpdateAssociationDate: new Date(updatedMs) },
  };
}

/** An association as ListAssociations shows it, without its parameters. */
export function listAssociation(association: StoredAssociation): Sdk.Association {
  const { Name, AssociationName, Targets, ScheduleExpression } = association.content;
  return { Name, AssociationName, Targets, ScheduleExpression, ...listedPart(association) };
}

function listedPart({ id, version }: StoredAssociation) {
  return {
    ...{ AssociationId: id, AssociationVersion: String(version), DocumentVersion: '$DEFAULT' },
    Overview: { Status: 'Pending', DetailedStatus: 'Creating' },
  };
}
