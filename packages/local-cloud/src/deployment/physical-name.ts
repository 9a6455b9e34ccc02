import { Random } from '../core/random.ts';

/** Lambda allows the shortest names (64 characters); CloudFormation cuts to fit. */
const lengthMax = 64;

/** A name as CloudFormation makes it: stack, logical id and a suffix of 12 characters; the same seed gives the same. */
export function physicalName({ seed }: { seed: number }, stackName: string, logicalId: string): string {
  const random = Random.stream(seed, `cloudformation.name/${stackName}/${logicalId}`);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const suffix = Array.from({ length: 12 }, () => random.pick([...letters])).join('');
  return `${`${stackName}-${logicalId}`.slice(0, lengthMax - 13)}-${suffix}`;
}
