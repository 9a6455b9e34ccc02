import { CreateTagsCommand, DeleteTagsCommand, EC2Client, RebootInstancesCommand } from '@aws-sdk/client-ec2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type InstanceSpec, type Script, sdkSettings, succeedingScript } from 'local-cloud';
import type { Patient, Remedy } from './remedy.ts';

/** Tags an instance, as `aws ec2 create-tags` does. */
export async function tag({ cloud, instance }: Patient, key: string, value: string): Promise<void> {
  const ec2 = new EC2Client(sdkSettings(cloud));
  await ec2.send(new CreateTagsCommand({ Resources: [instance.id], Tags: [{ Key: key, Value: value }] }));
}

/** Removes a tag of an instance, as `aws ec2 delete-tags` does. */
export async function untag({ cloud, instance }: Patient, key: string): Promise<void> {
  const ec2 = new EC2Client(sdkSettings(cloud));
  await ec2.send(new DeleteTagsCommand({ Resources: [instance.id], Tags: [{ Key: key }] }));
}

export async function reboot({ cloud, instance }: Patient): Promise<void> {
  await new EC2Client(sdkSettings(cloud)).send(new RebootInstancesCommand({ InstanceIds: [instance.id] }));
}

/** Sends the document of the agent `whole` to an instance, as `aws ssm send-command` does. */
export async function send({ cloud, instance }: Patient, operation: 'Install' | 'Uninstall'): Promise<void> {
  const command = new SendCommandCommand({
    DocumentName: 'Muster-Agent-whole-Linux',
    InstanceIds: [instance.id],
    Parameters: { Operation: [operation] },
  });
  await new SSMClient(sdkSettings(cloud)).send(command);
}

/** Asks for a new decision with the recipe of docs/faq.md. */
export async function request({ application, cloud, instance }: Patient): Promise<void> {
  const MessageBody = JSON.stringify({
    'detail-type': 'Muster Decision Request',
    time: new Date(cloud.timeline.nowMs).toISOString(),
    detail: { 'instance-id': instance.id },
  });
  const sqs = new SQSClient(sdkSettings(cloud));
  await sqs.send(new SendMessageCommand({ QueueUrl: application.launchQueueUrl, MessageBody }));
}

/** Changes what is true of an instance: what a person does on it, or what a package does from now on. */
export function change({ instance }: Patient, changes: Partial<InstanceSpec>): void {
  Object.assign(instance.spec, changes);
}

/** A script that ends with an exit code. */
export function ending(exitCode: number): { readonly script: Script } {
  return { script: { ...succeedingScript, exitCodes: [exitCode] } };
}

/** Lets the scripts of an instance succeed from now on. */
export function succeed(patient: Patient): void {
  change(patient, { script: succeedingScript });
}

/** What `how` says is done where the instance runs, and a new decision is asked for. */
export function mendedOutside(how: string, exitCode: number): Remedy {
  return {
    how: `${how}, and ask for a new decision`,
    launch: () => ending(exitCode),
    mend: async (patient) => {
      succeed(patient);
      await request(patient);
    },
  };
}

/** What `how` says is done in the configuration, which is deployed. */
export function mendedByDeployment(how: string, exitCode: number): Remedy {
  return { how, by: 'deployment', launch: () => ending(exitCode), mend: succeed };
}
