import { updateStack } from 'local-cloud';
import { isOnboarding } from '../../simulator/run/declared-resources.ts';
import type { Application } from './application.ts';

/**
 * Deploys the onboarding with other content in its documents, and so with another digest of its configuration. Each
 * document gets version 2.
 */
export async function deployAgain({ cloud, stacks }: Pick<Application, 'cloud' | 'stacks'>): Promise<void> {
  const stack = stacks.find(({ source }) => isOnboarding(source));
  if (stack === undefined) throw new Error('There is no onboarding.');
  const text = JSON.stringify(stack.source.template)
    .replaceAll('"description":"Installs the agent', '"description":"Again installs the agent')
    .replaceAll(/"(ContentSha256|MUSTER_CONFIGURATION)":"./g, '"$1":"0');
  const { status } = await updateStack(cloud, stack, { ...stack.source, template: JSON.parse(text) });
  if (status !== 'UPDATE_COMPLETE') throw new Error(`The deployment ended as ${status}.`);
}
