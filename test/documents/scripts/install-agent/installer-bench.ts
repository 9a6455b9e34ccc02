import { afterAll, afterEach, expect } from 'vitest';
import { loadDocument } from '../../../../lib/documents/load-document.ts';
import { findProgram, type Shell } from '../programs.ts';
import { renderStep } from './agent.ts';
import { PretendNode } from './node.ts';
import { buildInstaller, goodInstaller, sha256 } from './packages.ts';
import { startWebServer } from './web-server.ts';

/** What the installer can download with, of what this machine has. */
export const downloaders = ['curl', 'wget'].filter((name) => findProgram(name) !== undefined);

const needed = ['flock', 'gzip', 'sha256sum', 'tar', 'timeout'];
const lacking = needed.filter((name) => findProgram(name) === undefined);
if (downloaders.length === 0) lacking.push('curl or wget');
if (lacking.length > 0)
  process.stderr.write(`the Linux installer is not tested: there is no ${lacking.join(', no ')} here\n`);

/** Whether this machine has the programs that the installer cannot do without. */
export const canInstall = lacking.length === 0;

/** A package whose agent starts. */
export const good = buildInstaller(goodInstaller);

const defaults = {
  AgentName: 'acme-agent',
  AgentVersion: '1.2.3',
  ServiceName: 'acme',
  HealthTimeoutSeconds: '6',
};

/**
 * The Linux installer as the SSM agent renders it, a web server with its packages, and nodes to run it on that are gone
 * after each test. Start it once in a test file.
 */
export async function startInstallerBench() {
  const server = await startWebServer();
  const content = loadDocument('documents/command/install-agent-linux.yaml', defaults);
  const nodes: PretendNode[] = [];
  afterAll(() => server.close());
  afterEach(() => {
    for (const node of nodes.splice(0)) node.remove();
    server.requests.length = 0;
  });

  function launch(...options: ConstructorParameters<typeof PretendNode>): PretendNode {
    const node = new PretendNode(...options);
    nodes.push(node);
    return node;
  }

  /** Puts a package on the web server and gives its entry. */
  function publish(
    body: Buffer,
    {
      path = '/agent.tar.gz',
      key = 'any/x86_64',
      failures = [],
    }: { path?: string; key?: string; failures?: number[] } = {},
  ): string {
    server.put(path, body, failures);
    return `${key}=${server.url}${path}#${sha256(body)}`;
  }

  /** The installer under a shell: runs it on a node with these packages, and other values of the parameters. */
  const installUnder =
    (shell: Shell) =>
    (node: PretendNode, packages: string, values: Record<string, string> = {}) =>
      node.run(renderStep(content, { Packages: packages, ...values }), shell);

  /** The same with an assignment that no pattern has seen, as if the service and the agent had let it pass. */
  const installUncheckedUnder = (shell: Shell) => (node: PretendNode, variable: string, value: string) => {
    const { script } = renderStep(content, { Packages: publish(good) });
    const lines = script.split(new RegExp(`^${variable}='.*'$`, 'm'));
    expect(lines).toHaveLength(2);
    return node.run({ script: lines.join(`${variable}='${value.replaceAll("'", "'\\''")}'`) }, shell);
  };

  return { server, launch, publish, installUnder, installUncheckedUnder };
}
