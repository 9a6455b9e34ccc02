import * as z from 'zod/mini';
import type { CustomResourceAnswer } from '../shared/clients/cloudformation-answer.ts';
import type { Log } from '../shared/runtime/log.ts';
import type { ParameterNames } from './parameter-names-client.ts';
import { planNames } from './plan-names.ts';

/** The part of a custom resource event that is read. */
export interface NamesRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly StackId: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  /** Present in updates. */
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>;
}

/** What the check needs. */
export interface NamesPorts {
  readonly names: ParameterNames;
  readonly log: Log;
}

const properties = z.object({ Names: z.array(z.string().check(z.minLength(1))) });
const physicalResourceId = 'parameter-names';

/**
 * The answer: whether the stack may make its parameters. An update is asked for the names that it adds alone. So a roll-back,
 * which adds none, needs no call, and succeeds also while no call would. Never throws: an error becomes the answer.
 */
export async function checkNames(
  event: NamesRequest,
  { names, log }: NamesPorts,
): Promise<CustomResourceAnswer> {
  if (event.RequestType === 'Delete') return { status: 'SUCCESS', physicalResourceId, data: {} };
  const parsed = properties.safeParse(event.ResourceProperties);
  if (!parsed.success)
    return { status: 'FAILED', physicalResourceId, reason: 'the property Names is no list of names' };
  const before = properties.safeParse(event.OldResourceProperties);
  const known = new Set(before.success ? before.data.Names : []);
  const added = parsed.data.Names.filter((name) => !known.has(name));
  try {
    const existing = await names.existing(added);
    const own = existing.length === 0 ? new Set<string>() : await names.ofStack(event.StackId);
    const plan = planNames(existing, own);
    if (plan.kind === 'refuse') return { status: 'FAILED', physicalResourceId, reason: plan.reason };
    log.info('names of parameters checked', { count: added.length, own: existing.length });
    return { status: 'SUCCESS', physicalResourceId, data: {} };
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      status: 'FAILED',
      physicalResourceId,
      reason: `The names of parameters were not checked: ${reason}`,
    };
  }
}
