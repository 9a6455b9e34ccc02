import type { AssemblyStack, LocalCloud } from 'local-cloud';
import * as z from 'zod';
import type { MusterConfig } from '../../lib/configuration/config.ts';
import { synthesizeStack } from '../lib/synthesize.ts';
import { partOfStack } from './part-of-stack.ts';

export const resourcesOf = z.record(z.string(), z.looseObject({ Type: z.string() }));

/** The singletons of a stack with all that they refer to, their schedule, and what else begins with one of these. */
export function singletonsOf(
  stackName: string,
  fields: MusterConfig,
  more: readonly string[] = [],
): AssemblyStack {
  const { Resources: given, Outputs } = synthesizeStack(stackName, fields).toJSON();
  const Resources = resourcesOf.parse(given);
  const isRoot = (type: string) => type === 'Custom::MusterSingleton' || type === 'AWS::Scheduler::Schedule';
  const roots = Object.keys(Resources).filter(
    (id) => isRoot(Resources[id]?.Type ?? '') || more.some((start) => id.startsWith(start)),
  );
  const stack = partOfStack(Resources, roots, { stackName, capability: 'singletons' });
  const shown = Object.fromEntries(Object.entries(Outputs ?? {}).filter(([id]) => id.endsWith('Report')));
  return { ...stack, template: { ...z.looseObject({}).parse(stack.template), Outputs: shown } };
}

/** A stack with a resource that fails after the singletons were settled. */
export function withFailure(stack: AssemblyStack): AssemblyStack {
  const { Resources } = z.object({ Resources: resourcesOf }).parse(stack.template);
  const DependsOn = Object.keys(Resources).filter((id) => Resources[id]?.Type.startsWith('Custom::'));
  const Properties = { Name: '/aws/reserved', Type: 'String', Value: '1' };
  const Failing = { Type: 'AWS::SSM::Parameter', Properties, DependsOn };
  return { ...stack, template: { Resources: { ...Resources, Failing } } };
}

/** Lets virtual minutes pass. */
export async function pass(cloud: LocalCloud, minutes: number): Promise<void> {
  await cloud.loop.run({ untilMs: cloud.timeline.nowMs + minutes * 60_000 });
}
