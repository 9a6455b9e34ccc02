import { NotEmulatedError } from './service.ts';

/**
 * Refuses members of a request that nothing here reads, by their names: nothing is ignored in silence. False counts as
 * absent, because it is what a missing flag means.
 * @throws NotEmulatedError with the operation and the member.
 */
export function refuseMembers<Name extends string>(
  operation: string,
  input: Readonly<Partial<Record<Name, unknown>>>,
  names: readonly Name[],
): void {
  const used = names.find((name) => input[name] !== undefined && input[name] !== false);
  if (used !== undefined) throw new NotEmulatedError(`${operation} with ${used}`);
}
