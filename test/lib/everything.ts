import type { MusterConfig } from '../../lib/config.ts';
import { accountId, otherAccountId } from '../accounts.ts';
import { accessExample } from './access/example.ts';
import { associationsExample } from './associations/example.ts';
import { groupsExample } from './groups/example.ts';
import { inventoryExample } from './inventory/example.ts';
import { parametersExample } from './parameters/example.ts';
import { patchingExample } from './patching/example.ts';
import { sessionsExample } from './sessions/example.ts';

/** Every capability on, with everything that it can do: its example. */
export const everything = {
  groups: groupsExample,
  access: accessExample,
  patching: patchingExample,
  parameters: parametersExample,
  inventory: inventoryExample,
  associations: associationsExample,
  sessions: sessionsExample,
} satisfies MusterConfig;

/** The names of buckets are unique in a partition. */
function inventoryOf(place: string) {
  const { bucket, ...rest } = inventoryExample;
  return { ...rest, bucket: { ...bucket, name: `${bucket.name}-${place}` } };
}

/** Two accounts and three regions, one of them in another partition. */
export const environments = [
  { name: 'frankfurt', account: accountId, region: 'eu-central-1' },
  {
    name: 'virginia',
    account: accountId,
    region: 'us-east-1',
    overrides: { inventory: inventoryOf('virginia') },
  },
  { name: 'beijing', account: otherAccountId, region: 'cn-north-1' },
];
