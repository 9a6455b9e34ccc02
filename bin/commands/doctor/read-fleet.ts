import { onboardSettings } from '../../../lambdas/onboard/onboard-settings.ts';
import { createManagedInstances } from '../../../lambdas/shared/clients/fleet/managed-instances.ts';
import { callsAtOnce, mapConcurrently } from '../../../lambdas/shared/clients/map-concurrently.ts';
import type { ManagedInstance } from '../../../lambdas/shared/domain/fleet/instance.ts';
import { variableOf } from '../../../lambdas/shared/runtime/setting-forms.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { absentAs } from './absent-as.ts';
import type { Concurrency, SentVersion } from './judge-fleet.ts';
import type { FunctionAndSettings } from './read-functions.ts';

type Named = 'documentVersions' | 'floors';

/** What the functions that onboard have been given under a name: each pair of document and version once. */
export function settingsOf(functions: readonly FunctionAndSettings[], name: Named): [string, string][] {
  const pairs = functions.flatMap(({ environment }) => {
    const read = onboardSettings.shape[name].safeParse(environment[variableOf(name)] ?? '');
    return read.success ? Object.entries(read.data) : [];
  });
  return [...new Map(pairs.map((pair) => [pair.join(' '), pair])).values()];
}

/** The versions of documents that functions send, as Systems Manager has them. */
export async function readVersions(
  settings: ClientSettings,
  sent: readonly (readonly [string, string])[],
): Promise<SentVersion[]> {
  const { DescribeDocumentCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const client = new SSMClient(settings);
  return mapConcurrently(sent, callsAtOnce, async ([document, version]) => {
    const asked = new DescribeDocumentCommand({ Name: document, DocumentVersion: version });
    const answer = await absentAs(undefined, client.send(asked));
    return { document, version, status: answer?.Document?.Status };
  });
}

/** Every node that Systems Manager knows. */
export async function readNodes(settings: ClientSettings): Promise<ManagedInstance[]> {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  return [...(await createManagedInstances(new SSMClient(settings)).describeAll()).values()];
}

/** The value of the setting of Default Host Management. */
export async function readHostManagement(settings: ClientSettings): Promise<string | undefined> {
  const { GetServiceSettingCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const SettingId = '/ssm/managed-instance/default-ec2-instance-management-role';
  const answer = await new SSMClient(settings).send(new GetServiceSettingCommand({ SettingId }));
  return answer.ServiceSetting?.SettingValue;
}

/** The concurrency of the account in this region. */
export async function readConcurrency(settings: ClientSettings): Promise<Concurrency> {
  const { GetAccountSettingsCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const { AccountLimit: limit } = await new LambdaClient(settings).send(new GetAccountSettingsCommand({}));
  return {
    limit: limit?.ConcurrentExecutions ?? 0,
    unreserved: limit?.UnreservedConcurrentExecutions ?? 0,
  };
}
