import { type AgentValues, fillIn } from '../../../agent/agent-values.ts';
import type { CommandDocument } from '../../../agent/command-document.ts';
import { emulatedSources } from '../../../agent/download-content.ts';
import { emulatedActions } from '../../../agent/step-operation.ts';
import { agentKnows } from '../../../agent/version-floor.ts';
import { NotEmulatedError } from '../../../core/service.ts';

/** Step names that mean the same to a shell and to the agent, which puts them into a path. A space is known to fail. */
const PLAIN_NAME = /^[a-zA-Z0-9_.:@%+,=-][a-zA-Z0-9_.:@%+,= -]*$/;

/**
 * Refuses to send a document that uses what the pretended agents do not emulate.
 * @throws NotEmulatedError naming it.
 */
export function assertRunnable(
  document: CommandDocument,
  values: AgentValues,
  agentVersions: Iterable<string>,
): void {
  for (const unfilled of document.steps) {
    const step = fillIn(unfilled, values);
    if (!emulatedActions.includes(step.action))
      throw new NotEmulatedError(`the action ${step.action} (it does ${emulatedActions.join(', ')})`);
    if (!PLAIN_NAME.test(step.name)) throw new NotEmulatedError(`the step name ${step.name}`);
    const source = step.inputs['sourceType'];
    if (step.action === 'aws:downloadContent' && typeof source === 'string' && isForeign(source))
      throw new NotEmulatedError(
        `aws:downloadContent from ${source} (it does ${emulatedSources.join(', ')})`,
      );
    if (/\{\{ *ssm(-secure)?:/.test(JSON.stringify(step.inputs)))
      throw new NotEmulatedError(`{{ssm:...}} in step ${step.name}`);
  }
  const inEnvironment = Object.entries(document.parameters).find(
    ([, { interpolationType }]) => interpolationType === 'ENV_VAR',
  );
  const hasNewAgent = [...agentVersions].some((version) => agentKnows(version, 'environmentVariables'));
  if (inEnvironment !== undefined && hasNewAgent)
    throw new NotEmulatedError(
      `interpolationType ENV_VAR of parameter ${inEnvironment[0]} on an agent that knows it`,
    );
}

function isForeign(source: string): boolean {
  return ['Git', 'GitHub', 'HTTP'].includes(source) && !emulatedSources.includes(source);
}
