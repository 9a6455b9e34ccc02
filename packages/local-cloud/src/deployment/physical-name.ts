import { Random } from '../core/random.ts';

/** The limit of Lambda (64 characters), which is the lowest. CloudFormation truncates names to fit. */
const lengthMax = 64;

/**
 * Makes a physical name as CloudFormation does: stack, logical id and a suffix of 12 characters. The same seed gives
 * the same name. `number` counts the physical resources of this logical id, from 1 on: each has a name of its own.
 */
export function physicalName(
  { seed }: { seed: number },
  stackName: string,
  logicalId: string,
  number = 1,
): string {
  const again = number === 1 ? '' : `/${number}`;
  const random = Random.stream(seed, `cloudformation.name/${stackName}/${logicalId}${again}`);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const suffix = Array.from({ length: 12 }, () => random.pick([...letters])).join('');
  return `${`${stackName}-${logicalId}`.slice(0, lengthMax - 13)}-${suffix}`;
}
