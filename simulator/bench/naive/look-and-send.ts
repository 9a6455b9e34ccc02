import { DescribeInstanceInformationCommand, SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';

const ssm = new SSMClient();

/**
 * Asks Systems Manager once whether the instance is managed, and sends the document if it is. That is two calls per
 * instance. Nothing is remembered. Returns false if the instance is not managed.
 */
export async function lookAndSend(instanceId: string): Promise<boolean> {
  const filter = { Key: 'InstanceIds', Values: [instanceId] };
  const page = await ssm.send(new DescribeInstanceInformationCommand({ Filters: [filter] }));
  if (page.InstanceInformationList?.[0]?.PingStatus !== 'Online') return false;
  const DocumentName = process.env['DOCUMENT_NAME'];
  await ssm.send(new SendCommandCommand({ DocumentName, InstanceIds: [instanceId] }));
  return true;
}
