import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Outline } from '../../configuration/config-outline.ts';
import type { ConfigCheck, Settings } from '../../configuration/settings.ts';

/** The inventory of one environment. */
interface Place {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly inventory: NonNullable<Settings['inventory']>;
}

/**
 * The mistakes that only show across the inventories of several environments: a bucket name that two of them
 * use, and a bucket that does not let another environment send to it. A bucket that no environment declares
 * belongs to somebody else and is not checked.
 */
export const findInventoryMistakes: ConfigCheck = (outline, settings) => {
  const places = listPlaces(outline, settings);
  return [...findRepeatedBuckets(places), ...places.flatMap((place) => findSendingMistakes(place, places))];
};

/**
 * The environments that have an inventory; none while the configuration is malformed, or when it names no
 * environments.
 */
function listPlaces({ names, places }: Outline, settings: readonly Settings[]): Place[] {
  return settings.flatMap(({ inventory }, index) => {
    const [account, region] = places[index]?.split(' ') ?? [];
    const name = names[index];
    if (name === undefined || account === undefined || region === undefined || inventory === null) return [];
    return [{ name, account, region, inventory }];
  });
}

/** Bucket names are unique across all accounts and regions of a partition. */
function findRepeatedBuckets(places: readonly Place[]): string[] {
  return places.flatMap((place, index) => {
    const bucket = place.inventory.bucket?.name;
    const first = bucket && findBucket(bucket, partitionOf(place.region), places.slice(0, index));
    if (!first) return [];
    return [
      `inventory.bucket.name: received "${bucket}" in ${first.name} and ${place.name}; allowed: a bucket of this name ` +
        'in one environment, and sendTo in the others',
    ];
  });
}

function findSendingMistakes(place: Place, places: readonly Place[]): string[] {
  const { sendTo } = place.inventory;
  if (sendTo === undefined) return [];
  const partition = partitionOf(place.region);
  const field = 'inventory.sendTo.region';
  if (partitionOf(sendTo.region) !== partition)
    return [
      `${field}: received "${sendTo.region}" in ${place.name}; allowed: a region of ${partition}, as is ${place.region}`,
    ];
  const central = findBucket(sendTo.bucket, partition, places);
  if (central === undefined) return [];
  const isElsewhere = central.region !== sendTo.region;
  return [
    ...(isElsewhere
      ? [
          `${field}: received "${sendTo.region}" in ${place.name}; allowed: ${central.region}, where ${central.name} has the bucket`,
        ]
      : []),
    ...findUnexpected(place, central, 'account'),
    ...findUnexpected(place, central, 'region'),
  ];
}

/**
 * An environment that sends must be named beside the bucket: the policy needs its account, and the tables
 * need both its account and its region.
 */
function findUnexpected(place: Place, central: Place, what: 'account' | 'region'): string[] {
  const more = central.inventory.bucket?.[`${what}s`] ?? [];
  if (place[what] === central[what] || more.includes(place[what])) return [];
  return [
    `inventory.bucket.${what}s: received ${JSON.stringify(more)} in ${central.name}; allowed: a list with ` +
      `"${place[what]}", from which ${place.name} sends`,
  ];
}

function findBucket(
  name: string,
  partition: string | undefined,
  places: readonly Place[],
): Place | undefined {
  return places.find(
    ({ region, inventory }) => inventory.bucket?.name === name && partitionOf(region) === partition,
  );
}

function partitionOf(region: string): string | undefined {
  return RegionInfo.get(region).partition;
}
