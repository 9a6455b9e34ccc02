/** The hosts of the console, by partition. */
const hosts: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Pages of the AWS console about an instance and its commands, by what they show. */
export function consoleLinks(
  instanceId: string,
  commandIds: readonly string[],
  { region, partition }: { readonly region: string; readonly partition: string },
): Readonly<Record<string, string>> {
  const home = `https://${region}.${hosts[partition] ?? 'console.aws.amazon.com'}`;
  const latest = commandIds.at(-1);
  return {
    instance: `${home}/ec2/home?region=${region}#InstanceDetails:instanceId=${instanceId}`,
    node: `${home}/systems-manager/fleet-manager/managed-nodes/${instanceId}/general?region=${region}`,
    ...(latest === undefined
      ? {}
      : { command: `${home}/systems-manager/run-command/${latest}/${instanceId}?region=${region}` }),
  };
}
