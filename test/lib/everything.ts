import type { MusterConfig } from '../../lib/configuration/config.ts';
import { accountId, otherAccountId } from '../accounts.ts';
import { accessExample } from './capabilities/access/example.ts';
import { associationsExample } from './capabilities/associations/example.ts';
import { autoScalingExample } from './capabilities/auto-scaling/example.ts';
import { groupsExample } from './capabilities/groups/example.ts';
import { hybridExample } from './capabilities/hybrid/example.ts';
import { inventoryExample } from './capabilities/inventory/example.ts';
import { noticesExample } from './capabilities/notices/example.ts';
import { parametersExample } from './capabilities/parameters/example.ts';
import { patchingExample } from './capabilities/patching/example.ts';
import { remediationExample } from './capabilities/remediation/example.ts';
import { sessionsExample } from './capabilities/sessions/example.ts';

/** Every capability with everything that it can do: its example. */
export const everything = {
  verification: { every: 'day', onDrift: 'send' },
  groups: { ...groupsExample, unprotected: { inventory: { missing: 'antivirus' } } },
  access: accessExample,
  patching: patchingExample,
  parameters: parametersExample,
  inventory: inventoryExample,
  associations: associationsExample,
  sessions: sessionsExample,
  remediation: remediationExample,
  notices: noticesExample,
  autoScaling: autoScalingExample,
  hybrid: hybridExample,
} satisfies MusterConfig;

/** Bucket names are unique in a partition. */
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
