import type {
  CancelCommandRequest,
  CommandFilter,
  CommandInvocation,
  GetCommandInvocationRequest,
  GetCommandInvocationResult,
  ListCommandInvocationsRequest,
  ListCommandInvocationsResult,
  ListCommandsRequest,
  ListCommandsResult,
} from '@aws-sdk/client-ssm';
import { readPageToken, writePageToken } from '../../../core/page-token.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { NODE_ID, Validation } from '../validation.ts';
import { type Command, commandStatuses, invocationStatuses } from './command.ts';
import { renderDetails, renderInvocation } from './render-invocation.ts';
import { type CommandWorld, renderCommand } from './send-command.ts';

const PAGE_DEFAULT = 50;
const COMMAND_ID = /^[0-9a-fA-F-]{36}$/;

/** CancelCommand, ListCommands, ListCommandInvocations and GetCommandInvocation. */
export function commandReads(world: CommandWorld) {
  const list: Operation<ListCommandsRequest, ListCommandsResult> = {
    authorize: () => [{ action: 'ssm:ListCommands', resource: '*' }],
    run: (input) => listCommands(world, input),
  };
  const invocations: Operation<ListCommandInvocationsRequest, ListCommandInvocationsResult> = {
    authorize: () => [{ action: 'ssm:ListCommandInvocations', resource: '*' }],
    run: (input) => listInvocations(world, input),
  };
  const get: Operation<GetCommandInvocationRequest, GetCommandInvocationResult> = {
    authorize: () => [{ action: 'ssm:GetCommandInvocation', resource: '*' }],
    run: (input) => getInvocation(world, input),
  };
  const cancel: Operation<CancelCommandRequest, object> = {
    authorize: () => [{ action: 'ssm:CancelCommand', resource: '*' }],
    run(input) {
      world.rate.take();
      new Validation()
        .required(input.CommandId, 'commandId')
        .pattern(input.CommandId, 'commandId', COMMAND_ID)
        .done();
      world.dispatcher.cancel(findCommand(world, input.CommandId), input.InstanceIds ?? []);
      return {};
    },
  };
  return {
    ListCommands: list,
    ListCommandInvocations: invocations,
    GetCommandInvocation: get,
    CancelCommand: cancel,
  } satisfies Record<string, Operation>;
}

function listCommands(world: CommandWorld, input: ListCommandsRequest): ListCommandsResult {
  world.rate.take();
  validateList(input, ['InvokedAfter', 'InvokedBefore', 'Status', 'ExecutionStage', 'DocumentName']);
  const { CommandId: id, InstanceId: instanceId, Filters: filters } = input;
  const request = [id, instanceId, filters];
  const fromSequence = readPosition(input.NextToken, request);
  const matches = readFilters(filters, (command) => [commandStatuses[command.details], command.details]);
  const known = id === undefined ? world.log.newestFirst() : [findCommand(world, id)];
  const commands = known
    .filter((command) => instanceId === undefined || indexOf(command, instanceId) >= 0)
    .filter((command) => fromSequence === undefined || command.request.sequence <= fromSequence)
    .filter((command) => matches(command, 0));
  const limit = input.MaxResults ?? PAGE_DEFAULT;
  const following = commands[limit];
  return {
    Commands: commands.slice(0, limit).map(renderCommand),
    ...(following === undefined ? {} : { NextToken: writePageToken(following.request.sequence, request) }),
  };
}

function listInvocations(
  world: CommandWorld,
  input: ListCommandInvocationsRequest,
): ListCommandInvocationsResult {
  world.rate.take();
  validateList(input, ['InvokedAfter', 'InvokedBefore', 'Status', 'DocumentName']);
  const { CommandId: id, InstanceId: instanceId, Filters: filters, Details: details } = input;
  const request = [id, instanceId, filters, details];
  const skipped = readPosition(input.NextToken, request) ?? 0;
  const matches = readFilters(filters, (command, index) => {
    const fine = command.detailsOf(index);
    return [invocationStatuses[fine], fine];
  });
  const commands = id === undefined ? world.log.newestFirst() : [findCommand(world, id)];
  const limit = input.MaxResults ?? PAGE_DEFAULT;
  const page: CommandInvocation[] = [];
  let position = 0;
  for (const command of commands) {
    for (let index = 0; index < command.targetCount; index++) {
      if (instanceId !== undefined && command.targetIds[index] !== instanceId) continue;
      if (!matches(command, index) || position++ < skipped) continue;
      if (page.length === limit)
        return { CommandInvocations: page, NextToken: writePageToken(position - 1, request) };
      page.push(renderInvocation(command, index, details === true, world.host.timeline.nowMs));
    }
  }
  return { CommandInvocations: page };
}

function getInvocation(world: CommandWorld, input: GetCommandInvocationRequest): GetCommandInvocationResult {
  world.rate.take();
  new Validation()
    .required(input.CommandId, 'commandId')
    .required(input.InstanceId, 'instanceId')
    .pattern(input.CommandId, 'commandId', COMMAND_ID)
    .pattern(input.InstanceId, 'instanceId', NODE_ID)
    .done();
  const command = world.log.find(input.CommandId ?? '');
  const index = command === undefined ? -1 : indexOf(command, input.InstanceId ?? '');
  if (command === undefined || index < 0) throw new ServiceError('InvocationDoesNotExist', '');
  const names = command.request.document.command?.steps.map(({ name }) => name) ?? [];
  if (input.PluginName === undefined && names.length > 1)
    throw new ServiceError(
      'InvalidPluginName',
      `The document has ${names.length} steps; name one of ${names.join(', ')}`,
    );
  const name = input.PluginName ?? names[0] ?? '';
  if (!names.includes(name))
    throw new ServiceError('InvalidPluginName', `There is no step ${name}; there are ${names.join(', ')}`);
  return renderDetails({ command, index, name }, world.host.timeline.nowMs);
}

function validateList(
  input: {
    MaxResults?: number | undefined;
    CommandId?: string | undefined;
    InstanceId?: string | undefined;
    Filters?: CommandFilter[] | undefined;
  },
  keys: readonly string[],
): void {
  const validation = new Validation()
    .range(input.MaxResults, 'maxResults', [1, 50])
    .pattern(input.CommandId, 'commandId', COMMAND_ID)
    .pattern(input.InstanceId, 'instanceId', NODE_ID)
    .length(input.Filters, 'filters', [1, 5]);
  input.Filters?.forEach((filter, index) => {
    validation.required(filter.key, `filters.${index + 1}.member.key`);
    validation.length(filter.value, `filters.${index + 1}.member.value`, [1, 128]);
  });
  validation.done();
  const unknown = input.Filters?.find((filter) => !keys.includes(filter.key ?? ''));
  if (unknown !== undefined)
    throw new ServiceError(
      'InvalidFilterKey',
      `The filter key ${unknown.key} is not valid here; allowed: ${keys.join(', ')}`,
    );
}

/** The filters' conjunction. `statuses` gives the status words of an invocation (or of the whole command). */
function readFilters(
  filters: readonly CommandFilter[] = [],
  statuses: (command: Command, index: number) => readonly string[],
): (command: Command, index: number) => boolean {
  const conditions = filters.map(({ key, value = '' }) => {
    if (key === 'InvokedAfter') {
      const afterMs = readTime(value);
      return (command: Command) => command.request.requestedMs > afterMs;
    }
    if (key === 'InvokedBefore') {
      const beforeMs = readTime(value);
      return (command: Command) => command.request.requestedMs < beforeMs;
    }
    if (key === 'DocumentName') return (command: Command) => command.request.document.documentName === value;
    if (key === 'ExecutionStage') return (command: Command) => (value === 'Complete') === command.hasEnded;
    return (command: Command, index: number) => statuses(command, index).includes(value);
  });
  return (command, index) => conditions.every((condition) => condition(command, index));
}

function readTime(text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw new ServiceError('InvalidFilterValue', `The time ${text} is not of the form 2026-01-31T23:59:59Z`);
  return ms;
}

/** Where the page begins, or undefined for the first one. */
function readPosition(token: string | undefined, request: unknown): number | undefined {
  const position = readPageToken(token, request);
  if (position === undefined)
    throw new ServiceError('InvalidNextToken', 'The specified token is not valid for this request');
  return token === undefined || token === '' ? undefined : position;
}

function findCommand(world: CommandWorld, id: string | undefined): Command {
  const command = world.log.find(id ?? '');
  if (command === undefined) throw new ServiceError('InvalidCommandId', `There is no command ${id}`);
  return command;
}

function indexOf(command: Command, instanceId: string): number {
  return command.targetIds.indexOf(instanceId);
}
