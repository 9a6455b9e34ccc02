import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import {
  buildAgentDocument,
  listAgentDocuments,
} from '../../../../lib/capabilities/onboarding/agents/agent-document.ts';
import type { PlatformAgent } from '../../../../lib/capabilities/onboarding/agents/agent-part.ts';
import { readConfig } from '../../../../lib/configuration/config.ts';
import { evaluate, examplesOf } from '../../../tree/docs/examples.ts';
import { findProgram } from '../programs.ts';
import { type RenderedStep, renderStep } from './agent.ts';
import { AwsStandIn } from './aws-stand-in.ts';
import { unpackScript } from './installer-bench.ts';
import type { LookAlike } from './look-alikes.ts';
import type { PretendNode } from './node.ts';
import { sha256 } from './packages.ts';
import { roleCredentials } from './secrets-bench.ts';

export type Operation = 'Install' | 'Verify' | 'Uninstall';

/** Programs whose arguments are written down, besides the tools of the vendors. */
const watched = 'awk base64 cat chmod curl cut date find grep head mv od rm sed sha256sum sort tail tr';

/** The agent that the first example of a page of docs/agents configures, for Linux. */
function agentOf({ page }: LookAlike): { name: string; given: PlatformAgent } {
  const [example] = examplesOf(join('docs', 'agents'), page);
  if (example === undefined) throw new Error(`${page} has no example`);
  const settings = readConfig(evaluate(example))[0]?.settings;
  const found = listAgentDocuments(settings?.agents ?? {}).find(({ platform }) => platform === 'Linux');
  if (found === undefined) throw new Error(`${page} has no agent for Linux`);
  return found;
}

/** A stand-in of AWS with the secrets and packages of the vendors. Start it once in a test file. */
export function startVendorBench() {
  const aws = new AwsStandIn();
  beforeAll(async () => void (await aws.start()));
  beforeEach(() => aws.clear());
  afterAll(() => aws.close());

  /** Puts the value of a secret where the configuration says that it is. */
  function setSecret({ secret }: LookAlike, value: string): void {
    if (secret === undefined) return;
    if (secret.key === undefined) aws.parameters.set(secret.source, value);
    else aws.secrets.set(secret.source, { SecretString: JSON.stringify({ [secret.key]: value }) });
  }

  /** Puts a package into the private bucket, and gives what renders the step of its agent. */
  function publish(
    lookAlike: LookAlike,
    body: Buffer,
    change: (agent: PlatformAgent) => PlatformAgent = (agent) => agent,
  ): (operation: Operation) => RenderedStep {
    const { name, given } = agentOf(lookAlike);
    const ending = body.subarray(0, 4).toString('latin1') === '!<ar' ? '.deb' : '.rpm';
    const packages = Object.fromEntries(
      Object.entries(given.packages)
        .filter(([, address]) => address.includes(`${ending}#`))
        .map(([key, address]) => [key, address.replace(/#.*/, `#${sha256(body)}`)]),
    );
    for (const address of Object.values(packages))
      aws.objects.set(address.replace(/^s3:\/(\/[^#]+)#.*/, '$1'), body);
    aws.launchWith('web', roleCredentials);
    const content = buildAgentDocument(
      { name, platform: 'Linux', given: change({ ...given, packages }) },
      {},
    );
    return (operation) => ({
      script: unpackScript(renderStep(content, { Operation: operation }).script),
      environment: {
        AWS_ENDPOINT_URL: aws.url,
        AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.url,
        AWS_SSM_REGION_NAME: 'eu-west-1',
      },
    });
  }

  return { aws, publish, setSecret };
}

/** The users of vendors are not on this machine, so nothing changes its owner. */
export function allowOwners(node: PretendNode): PretendNode {
  node.addProgram('chown', 'echo "chown $*" >>"$NODE/calls"');
  return node;
}

/** Writes the arguments of every program down in `calls`. */
export function watch(node: PretendNode): PretendNode {
  for (const name of watched.split(' ')) if (findProgram(name) !== undefined) node.watchProgram(name);
  return node;
}
