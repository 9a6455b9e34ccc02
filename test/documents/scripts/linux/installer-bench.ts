import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, expect } from 'vitest';
import { loadDocument } from '../../../../lib/documents/load-document.ts';
import { findProgram, type Shell } from '../programs.ts';
import { type RenderedStep, renderStep } from './agent.ts';
import { PretendNode } from './node.ts';
import { buildInstaller, goodInstaller, sha256 } from './packages.ts';
import { startWebServer } from './web-server.ts';

/** What the installer can download with, of what this machine has. */
const downloaders = ['curl', 'wget'].filter((name) => findProgram(name) !== undefined);

const needed = ['awk', 'flock', 'gzip', 'sha256sum', 'tar'];
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
  SteadySeconds: '2',
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

  /** The step with these packages, other values of the parameters, and what an agent of the configuration adds. */
  function render(
    packages: string,
    values: Record<string, string> = {},
    agent: AgentOptions = {},
  ): RenderedStep {
    const script = unpackScript(renderStep(content, { Packages: packages, ...values }).script);
    return { script: describeAgent(script, agent), environment: agent.environment ?? {} };
  }

  /** The installer under a shell: runs it on a node with these packages, and other values of the parameters. */
  const installUnder =
    (shell: Shell) =>
    (node: PretendNode, packages: string, values: Record<string, string> = {}, agent: AgentOptions = {}) =>
      node.run(render(packages, values, agent), shell);

  /** The same with an assignment that no pattern has seen, as if the service and the agent had let it pass. */
  const installUncheckedUnder = (shell: Shell) => (node: PretendNode, variable: string, value: string) => {
    const script = unpackScript(renderStep(content, { Packages: publish(good) }).script);
    const line = new RegExp(`^${variable}='.*'$`, 'm');
    return node.run({ script: replaceOnce(script, line, `${variable}=${quoted(value)}`) }, shell);
  };

  /** The step as it is in the document. */
  const renderPacked = () => renderStep(content, { Packages: publish(good) });

  return { server, content, launch, publish, render, renderPacked, installUnder, installUncheckedUnder };
}

/** What an agent of the configuration has, and a document with parameters lacks. */
export interface AgentOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly configure?: string;
  readonly check?: string;
  readonly uninstall?: string;
  readonly secrets?: string;
  readonly treatAs?: string;
  readonly gpgCheck?: string;
  readonly overrides?: string;
  /** What the SSM agent has in its environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How long the run waits for others, where five minutes of pretended seconds would take too long. */
  readonly busySeconds?: number;
}

/** Puts into a script what the document of an agent of the configuration assigns in front of it. */
function describeAgent(script: string, agent: AgentOptions): string {
  const exports = Object.entries(agent.variables ?? {}).map(
    ([name, value]) => `export ${name}=${quoted(value)};`,
  );
  let text = replaceOnce(
    script,
    /^set_variables\(\) \{ :; \}$/m,
    `set_variables() { ${exports.join(' ')} :; }`,
  );
  for (const name of ['configure', 'check', 'uninstall'] as const) {
    const own = agent[name];
    if (own === undefined) continue;
    text = replaceOnce(text, `has_${name}=''`, `has_${name}='yes'`);
    text = replaceOnce(
      text,
      `print_${name}() { :; }`,
      `print_${name}() { cat <<'MUSTER_END'\n${own}\nMUSTER_END\n}`,
    );
  }
  text = replaceOnce(text, 'busy_seconds_max=300', `busy_seconds_max=${agent.busySeconds ?? 300}`);
  text = replaceOnce(text, /^secrets=''$/m, `secrets='${agent.secrets ?? ''}'`);
  text = replaceOnce(text, "treat_as=''", `treat_as='${agent.treatAs ?? ''}'`);
  text = replaceOnce(text, "gpg_check='no'", `gpg_check='${agent.gpgCheck ?? 'no'}'`);
  return replaceOnce(
    text,
    'override_for() { return 1; }',
    `override_for() { case $1 in ${agent.overrides ?? ''} *) return 1 ;; esac; }`,
  );
}

/** The script as its own last lines unpack it, so that a test can put the folder of a node into it. */
export function unpackScript(script: string): string {
  const [plain = '', packed = '', ...others] = script.split("print_packed() {\ncat <<'MUSTER_END'\n");
  expect(others).toEqual([]);
  return plain + gunzipSync(Buffer.from(packed.slice(0, packed.indexOf('MUSTER_END')), 'base64')).toString();
}

function replaceOnce(text: string, from: string | RegExp, to: string): string {
  const parts = text.split(from);
  expect(parts).toHaveLength(2);
  return parts.join(to);
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
