import type { SendCommandRequest } from '@aws-sdk/client-ssm';
import { type AgentValues, fillIn, readCommandValues } from '../../../agent/agent-values.ts';
import { type CommandDocument, stepTimeoutSeconds } from '../../../agent/command-document.ts';
import { assertRunnable } from '../documents/assert-runnable.ts';
import type { DocumentVersion } from '../documents/document-store.ts';
import type { ManagedNode } from '../nodes/managed-node.ts';
import { checkParameters } from './check-parameters.ts';
import { checkPlatforms, chooseNamed, namedIds, targetedInstances } from './choose-instances.ts';
import { Command } from './command.ts';
import { readOutput } from './command-output.ts';
import type { CommandWorld } from './command-world.ts';

/** The longest time that reads may miss a new command. Assumed. */
const INVISIBLE_MS_MAX = 2_000;
const TIMEOUT_DEFAULT_SECONDS = 3600;

/** Creates the command of a SendCommand for its current target instances. */
export function makeCommand(
  world: CommandWorld,
  call: {
    input: SendCommandRequest;
    document: DocumentVersion & { command: CommandDocument };
    nowMs: number;
  },
): Command {
  const { input, document, nowMs } = call;
  const random = world.host.random('ssm/commands');
  checkParameters(document.command, input.Parameters ?? {});
  const values = readCommandValues(document.command.parameters, input.Parameters ?? {});
  const timeoutSeconds = input.TimeoutSeconds ?? TIMEOUT_DEFAULT_SECONDS;
  const executionSeconds = executionTimeoutSeconds(document.command, values);
  const request = {
    id: random.uuid(),
    region: world.host.region,
    sequence: world.log.nextSequence(),
    requestedMs: nowMs,
    visibleFromMs: nowMs + random.integer(0, INVISIBLE_MS_MAX),
    document,
    documentVersion: input.DocumentVersion ?? '$DEFAULT',
    // These are the fleet's own strings. Those of the request would stay in memory in addition, one for each
    // invocation.
    instanceIds: (input.InstanceIds ?? []).map((id) => world.nodes.find(id)?.id ?? id),
    targets: input.Targets ?? [],
    parameters: input.Parameters ?? {},
    values,
    comment: input.Comment ?? '',
    timeoutSeconds,
    expiresMs: nowMs + (timeoutSeconds + executionSeconds) * 1000,
    maxConcurrency: input.MaxConcurrency ?? '50',
    maxErrors: input.MaxErrors ?? '0',
    output: readOutput(input),
  };
  const instances = chooseInstances(world, call);
  assertRunnable(document.command, values, new Set(instances.map(({ spec }) => spec.agentVersion)));
  return new Command(request, instances);
}

function chooseInstances(
  { nodes, host }: CommandWorld,
  { input, document, nowMs }: { input: SendCommandRequest; document: DocumentVersion; nowMs: number },
): readonly ManagedNode[] {
  const ids = namedIds(input);
  if (ids === undefined) return targetedInstances(nodes, input.Targets ?? [], nowMs);
  const random = host.random('ssm/refusals');
  const instances = chooseNamed(ids, { nodes, nowMs, accountId: host.accountId, random });
  checkPlatforms(document, instances);
  return instances;
}

/** The time that all steps together may take: the second part of the total timeout. */
function executionTimeoutSeconds(document: CommandDocument, values: AgentValues): number {
  return document.steps.reduce((sum, step) => sum + stepTimeoutSeconds(fillIn(step, values)), 0);
}
