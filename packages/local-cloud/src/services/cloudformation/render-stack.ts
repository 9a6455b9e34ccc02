import { createHash } from 'node:crypto';
import type * as Sdk from '@aws-sdk/client-cloudformation';
import { isRecord } from '../../core/is-record.ts';
import type { StackDirectory } from './stack-directory.ts';
import type { StackEvent, StackRecord } from './stack-source.ts';

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
export function renderStack(stacks: StackDirectory, stack: StackRecord): RenderedStack {
  return {
    ...common(stacks, stack),
    Outputs: stack.declaredOutputs.map(({ name, value, description, exportName }) => ({
      OutputKey: name,
      OutputValue: String(value),
      Description: description,
      ExportName: exportName,
    })),
    DisableRollback: false,
    EnableTerminationProtection: stack.source.terminationProtection ?? false,
    NotificationARNs: [],
    Tags: [],
    Description: descriptionOf(stack),
  };
}

/** A stack, as ListStacks shows it. */
export function renderSummary(stacks: StackDirectory, stack: StackRecord): RenderedSummary {
  return { ...common(stacks, stack), TemplateDescription: descriptionOf(stack) };
}

function common(stacks: StackDirectory, stack: StackRecord) {
  const { stackId, stackName, createdMs, updatedMs, status, reason } = stack;
  const deletedMs = stacks.deletedMs(stack);
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

function descriptionOf({ source: { template } }: StackRecord): string | undefined {
  const description = isRecord(template) ? template['Description'] : undefined;
  return typeof description === 'string' ? description : undefined;
}

/** A resource, as DescribeStackResources shows it. */
export function renderResource(stack: StackRecord, resource: StackEvent): RenderedResource {
  return {
    StackName: stack.stackName,
    StackId: stack.stackId,
    ...namesOf(resource),
    Timestamp: new Date(resource.atMs),
    DriftInformation: notChecked,
  };
}

/** A resource, as DescribeStackResource shows it. */
export function renderDetail(stack: StackRecord, resource: StackEvent): RenderedResourceDetail {
  const { Timestamp: LastUpdatedTimestamp, ...rest } = renderResource(stack, resource);
  return { ...rest, LastUpdatedTimestamp };
}

/** A resource, as ListStackResources shows it. */
export function renderResourceSummary(resource: StackEvent): RenderedResourceSummary {
  return {
    ...namesOf(resource),
    LastUpdatedTimestamp: new Date(resource.atMs),
    DriftInformation: notChecked,
  };
}

/** An event, as DescribeStackEvents shows it. `number` counts the events of the stack. */
export function renderEvent(stack: StackRecord, event: StackEvent, number: number): RenderedEvent {
  return {
    StackId: stack.stackId,
    EventId: eventId(stack, number),
    StackName: stack.stackName,
    ...namesOf(event),
    Timestamp: new Date(event.atMs),
  };
}

/** An id in the form of a UUID. */
function eventId({ stackId }: StackRecord, number: number): string {
  const digest = createHash('sha256').update(`${stackId} ${number}`).digest('hex');
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}

function namesOf({ logicalId, physicalId, type, status, reason }: StackEvent) {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId === '' ? undefined : physicalId,
    ResourceType: type,
    ResourceStatus: status,
    ResourceStatusReason: reason,
  };
}
