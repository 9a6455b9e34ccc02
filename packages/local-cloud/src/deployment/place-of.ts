import type { Place } from '../core/host.ts';
import type { AssemblyStack } from './assembly.ts';

/** Where a template that fits any account and region is run. */
export const defaultPlace: Place = { partition: 'aws', region: 'us-east-1', accountId: '0'.repeat(12) };

/** The account and region that the first of the stacks is for, or those of `defaultPlace` where it does not say. */
export function placeOf(stacks: readonly AssemblyStack[]): Place {
  const { region = defaultPlace.region, accountId = defaultPlace.accountId } = stacks[0] ?? {};
  return { partition: partitionOf(region), region, accountId };
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
