import { join } from 'node:path';
import type { RunScript } from 'local-cloud';
import { afterEach, beforeEach } from 'vitest';
import { equipWithDpkg } from '../documents/scripts/linux/deb-node.ts';
import { unpackScript } from '../documents/scripts/linux/installer-bench.ts';
import { buildLookAlikeDeb, type LookAlike } from '../documents/scripts/linux/look-alikes.ts';
import { PretendNode } from '../documents/scripts/linux/node.ts';
import { sha256 } from '../documents/scripts/linux/packages.ts';
import { firstShell } from '../documents/scripts/linux/sandbox.ts';
import { roleCredentials } from '../documents/scripts/linux/secrets-bench.ts';
import { allowOwners, startVendorBench } from '../documents/scripts/linux/vendor-bench.ts';
import { evaluate, examplesOf } from '../tree/docs/examples.ts';

/** A script that really ran. */
export interface RanScript {
  readonly commandId: string;
  readonly exitCode: number;
  readonly stdout: string;
}

/**
 * Agents of docs/agents on a pretend node: the text of each step really runs, in its root. Packages are look-alikes in a
 * private bucket. Each test of the file has a node of its own.
 */
export function startRealAgents(lookAlikes: readonly LookAlike[]) {
  const { aws, setSecret } = startVendorBench();
  let node: PretendNode;
  let scripts: RanScript[] = [];
  beforeEach(() => {
    node = allowOwners(equipWithDpkg(new PretendNode()));
    scripts = [];
    aws.launchWith('web', roleCredentials);
    for (const each of lookAlikes) setSecret(each, each.secret?.value ?? '');
  });
  afterEach(() => node.remove());

  /** Puts the look-alikes into the bucket, and gives their agents as the pages configure them. */
  function publish(): object {
    const agents = lookAlikes.map((lookAlike) => {
      const [example] = examplesOf(join('docs', 'agents'), lookAlike.page);
      const config = example === undefined ? {} : evaluate(example);
      if (!('agents' in config)) throw new Error(`${lookAlike.page} has no example`);
      const body = buildLookAlikeDeb(lookAlike);
      return JSON.stringify(config.agents).replace(/s3:\/(\/[^#"]+\.deb)#0{64}/g, (_, path: string) => {
        aws.objects.set(path, body);
        return `s3:/${path}#${sha256(body)}`;
      });
    });
    return Object.assign({}, ...agents.map((text): unknown => JSON.parse(text)));
  }

  /** Runs the text of a step in the root of the pretend node. */
  const runScript: RunScript = async (text, { environment, commandId }) => {
    const services = { AWS_ENDPOINT_URL: aws.url, AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.url };
    const step = { script: unpackScript(text), environment: { ...environment, ...services } };
    const { code, output, errors } = await node.start(step, firstShell()).ended;
    const end = { exitCode: code ?? -1, stdout: output, stderr: errors };
    scripts.push({ commandId, ...end });
    return end;
  };
  return { aws, publish, runScript, node: () => node, scripts: () => scripts };
}
