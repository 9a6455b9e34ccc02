import { DescribeInstanceInformationCommand, SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';

const ssm = new SSMClient();

/**
 * Looks once whether Systems Manager sees the instance, and sends it the document if so: two calls an instance, of
 * the default page, with nothing remembered. False when the instance is not seen.
 */
export async function lookAndSend(instanceId: string): Promise<boolean> {
  const filter = { Key: 'InstanceIds', Values: [instanceId] };
  const page = await ssm.send(new DescribeInstanceInformationCommand({ Filters: [filter] }));
  if (page.InstanceInformationList?.[0]?.PingStatus !== 'Online') return false;
  const DocumentName = process.env['DOCUMENT_NAME'];
  await ssm.send(new SendCommandCommand({ DocumentName, InstanceIds: [instanceId] }));
  return true;
}
