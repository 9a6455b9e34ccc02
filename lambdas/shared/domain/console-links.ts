import { isOutside } from './fleet/outside.ts';

/** The hosts of the console, by partition. */
const hosts: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Where the console is that shows something. */
export interface ConsolePlace {
  readonly region: string;
  readonly partition: string;
}

function homeOf({ region, partition }: ConsolePlace): string {
  return `https://${region}.${hosts[partition] ?? 'console.aws.amazon.com'}`;
}

/** Pages of the AWS console about an instance and its commands, by what they show. */
export function consoleLinks(
  instanceId: string,
  commandIds: readonly string[],
  place: ConsolePlace,
): Readonly<Record<string, string>> {
  const { region } = place;
  const home = homeOf(place);
  const latest = commandIds.at(-1);
  return {
    ...(isOutside(instanceId)
      ? {}
      : { instance: `${home}/ec2/home?region=${region}#InstanceDetails:instanceId=${instanceId}` }),
    node: `${home}/systems-manager/fleet-manager/managed-nodes/${instanceId}/general?region=${region}`,
    ...(latest === undefined
      ? {}
      : { command: `${home}/systems-manager/run-command/${latest}/${instanceId}?region=${region}` }),
  };
}

/** A page of Systems Manager in the AWS console: `automation/execution/<id>`. */
export function systemsManagerLink(page: string, place: ConsolePlace): string {
  return `${homeOf(place)}/systems-manager/${page}?region=${place.region}`;
}
