import { isNamed } from '../shared/clients/expected-errors.ts';
import { recordTags } from '../shared/domain/role-records.ts';
import { tagOf } from './role.ts';
import type { Roles } from './roles-client.ts';

/** The refusals of IAM that are about one role. Others, such as a throttled call, are about all. */
const refusals = [
  ...['AccessDenied', 'AccessDeniedException', 'ConcurrentModificationException', 'InvalidInputException'],
  ...['LimitExceededException', 'NoSuchEntityException', 'UnmodifiableEntityException'],
];

/** Whether an error is about this role alone, so that the next role may go well. */
export function isRefusal(error: unknown): error is Error {
  return isNamed(error, refusals);
}

/**
 * Gives the policy to a role. The record comes first, so that the inverse knows of it wherever this stops. It comes last too:
 * an inverse at the same time may have removed it before the policy was there. When IAM refuses the policy, the record
 * goes again.
 * @throws the error of IAM.
 */
export async function addPolicy(roles: Roles, roleName: string, tag: string): Promise<void> {
  await roles.record(roleName, tag);
  try {
    await roles.attach(roleName);
  } catch (error) {
    if (isRefusal(error)) await roles.forget(roleName, tag).catch(() => undefined); // else the inverse removes it
    throw error;
  }
  await roles.record(roleName, tag);
}

/** What is taken back. */
interface Undoing {
  /** The tag that is the record. */
  readonly tag: string;
  /** Whether the policy goes too. */
  readonly detaches: boolean;
  readonly policyArn: string;
}

/**
 * Takes the policy from a role, or leaves it, and removes the record. The record goes last. When another run has given the
 * policy again meanwhile, the record is put back, so that the next inverse finds it.
 */
export async function undo(
  roles: Roles,
  roleName: string,
  { tag, detaches, policyArn }: Undoing,
): Promise<void> {
  if (detaches && (await isUndoneAlready(roles, roleName, tag))) return;
  await roles.forget(roleName, tag);
  const role = await roles.read(roleName);
  const isRecorded = Object.values(recordTags).some((key) => tagOf(role, key) !== undefined);
  if (role.policyArns.includes(policyArn) && !isRecorded) await roles.record(roleName, tag);
}

const denials = ['AccessDenied', 'AccessDeniedException'];

/**
 * Detaches the policy. True when another run has taken back the same meanwhile: it has removed the record too, and the
 * function may change nothing of a role without one.
 */
async function isUndoneAlready(roles: Roles, roleName: string, tag: string): Promise<boolean> {
  try {
    await roles.detach(roleName);
    return false;
  } catch (error) {
    if (isNamed(error, denials) && tagOf(await roles.read(roleName), tag) === undefined) return true;
    throw error;
  }
}
