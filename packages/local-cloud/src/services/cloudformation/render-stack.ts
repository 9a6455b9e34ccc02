import type * as Sdk from '@aws-sdk/client-cloudformation';
import { isRecord } from '../../core/is-record.ts';
import { Validation } from '../../core/validation.ts';
import type { ResourceRecord, StackEventRecord, StackRecord } from './stack-record.ts';

/** CloudFormation's statuses are a closed list in the SDK's types; the records have them as text. */
type Open<T, Status extends keyof T> = Omit<T, Status> & { readonly [S in Status]: string };

export type RenderedStack = Open<Sdk.Stack, 'StackStatus'>;
export type RenderedSummary = Open<Sdk.StackSummary, 'StackStatus'>;
export type RenderedResource = Open<Sdk.StackResource, 'ResourceStatus'>;
export type RenderedResourceSummary = Open<Sdk.StackResourceSummary, 'ResourceStatus'>;
export type RenderedResourceDetail = Open<Sdk.StackResourceDetail, 'ResourceStatus'>;
export type RenderedEvent = Open<Sdk.StackEvent, 'ResourceStatus'>;

const notChecked = { StackResourceDriftStatus: 'NOT_CHECKED' } as const;

/** A stack, as DescribeStacks shows it. */
export function renderStack(stack: StackRecord): RenderedStack {
  return {
    ...common(stack),
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    DisableRollback: false,
    EnableTerminationProtection: false,
    NotificationARNs: [],
    Tags: [],
    Description: descriptionOf(stack),
  };
}

/** A stack, as ListStacks shows it. */
export function renderSummary(stack: StackRecord): RenderedSummary {
  return { ...common(stack), TemplateDescription: descriptionOf(stack) };
}

function common({ stackId, stackName, createdMs, updatedMs, deletedMs, status, reason }: StackRecord) {
  return {
    StackId: stackId,
    StackName: stackName,
    CreationTime: new Date(createdMs),
    LastUpdatedTime: updatedMs === undefined ? undefined : new Date(updatedMs),
    DeletionTime: deletedMs === undefined ? undefined : new Date(deletedMs),
    StackStatus: status,
    StackStatusReason: reason,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' as const },
  };
}

function descriptionOf({ template }: StackRecord): string | undefined {
  const description = isRecord(template) ? template['Description'] : undefined;
  return typeof description === 'string' ? description : undefined;
}

/** A resource, as DescribeStackResources shows it. */
export function renderResource(stack: StackRecord, resource: ResourceRecord): RenderedResource {
  return {
    StackName: stack.stackName,
    StackId: stack.stackId,
    ...namesOf(resource),
    Timestamp: new Date(resource.atMs),
    DriftInformation: notChecked,
  };
}

/** A resource, as DescribeStackResource shows it. */
export function renderDetail(stack: StackRecord, resource: ResourceRecord): RenderedResourceDetail {
  const { Timestamp: LastUpdatedTimestamp, ...rest } = renderResource(stack, resource);
  return { ...rest, LastUpdatedTimestamp };
}

/** A resource, as ListStackResources shows it. */
export function renderResourceSummary(resource: ResourceRecord): RenderedResourceSummary {
  return {
    ...namesOf(resource),
    LastUpdatedTimestamp: new Date(resource.atMs),
    DriftInformation: notChecked,
  };
}

/** An event, as DescribeStackEvents shows it. */
export function renderEvent(stack: StackRecord, event: StackEventRecord): RenderedEvent {
  return {
    StackId: stack.stackId,
    EventId: event.eventId,
    StackName: stack.stackName,
    ...namesOf(event),
    Timestamp: new Date(event.atMs),
  };
}

function namesOf({ logicalId, physicalId, type, status, reason }: ResourceRecord) {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId === '' ? undefined : physicalId,
    ResourceType: type,
    ResourceStatus: status,
    ResourceStatusReason: reason,
  };
}

/** Refuses a token that is not of the form of CloudFormation's: 1 to 1,024 signs. */
export function checkToken(token: string | undefined): void {
  new Validation('ValidationError').length(token, 'nextToken', [1, 1024]).done();
}
