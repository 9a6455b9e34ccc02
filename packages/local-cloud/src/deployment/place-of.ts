import type { Place } from '../core/host.ts';
import type { AssemblyStack } from './assembly.ts';

/** The place for templates that are for any account and region. */
export const defaultPlace: Place = { partition: 'aws', region: 'us-east-1', accountId: '0'.repeat(12) };

/** The account and region of the first stack, or those of `defaultPlace` if it has none. */
export function placeOf(stacks: readonly AssemblyStack[]): Place {
  const { region = defaultPlace.region, accountId = defaultPlace.accountId } = stacks[0] ?? {};
  return { partition: partitionOf(region), region, accountId };
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
