import { updateStack } from 'local-cloud';
import { isOnboarding } from '../../../simulator/run/declared-resources.ts';
import type { Application } from '../../end-to-end/application.ts';

/**
 * Deploys the onboarding with other content in its documents: each gets another version, and launches get that from now on.
 * `round` tells one deployment from another.
 */
export async function deployAgain({ cloud, stacks }: Application, round: number): Promise<void> {
  const stack = stacks.find(({ source }) => isOnboarding(source));
  if (stack === undefined) throw new Error('There is no onboarding.');
  const text = JSON.stringify(stack.source.template)
    .replaceAll('"description":"Installs the agent', `"description":"${round}: installs the agent`)
    .replaceAll(/"ContentSha256":"./g, `"ContentSha256":"${round}`);
  const { status } = await updateStack(cloud, stack, { ...stack.source, template: JSON.parse(text) });
  if (status !== 'UPDATE_COMPLETE') throw new Error(`The deployment ended as ${status}.`);
}
