import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlatformAgent } from '../../../../../lib/capabilities/onboarding/agents/agent-part.ts';
import { canInstallDeb, equipWithDpkg } from '../deb-node.ts';
import { startInstallerBench } from '../installer-bench.ts';
import { buildLookAlikeDeb, buildLookAlikeRpm, type LookAlike, lookAlikes } from '../look-alikes.ts';
import type { PretendNode } from '../node.ts';
import { amazonLinux2023, canInstallRpm, equipWithRpm } from '../rpm-node.ts';
import { firstShell } from '../sandbox.ts';
import { roleCredentials } from '../secrets-bench.ts';
import { allowOwners, type Operation, startVendorBench, watch } from '../vendor-bench.ts';

/**
 * The configurations of docs/agents, word by word but for the checksum and the seconds of watching, on a pretend node.
 * Packages that look like those of the vendors come from a private bucket, and secrets by name.
 */
const { launch } = await startInstallerBench();
const { aws, publish, setSecret } = startVendorBench();

interface Kind {
  readonly kind: string;
  readonly isThere: boolean;
  readonly build: (lookAlike: LookAlike) => Buffer;
  readonly launchNode: () => PretendNode;
}

const deb: Kind = {
  kind: '.deb',
  isThere: canInstallDeb,
  build: buildLookAlikeDeb,
  launchNode: () => allowOwners(equipWithDpkg(launch())),
};
const rpm: Kind = {
  kind: '.rpm',
  isThere: canInstallRpm,
  build: buildLookAlikeRpm,
  launchNode: () => allowOwners(equipWithRpm(launch({ osRelease: amazonLinux2023 }))),
};

/** What a pretend node is made of, what it writes down, and the databases of its package managers. */
const ofTheNode =
  /^(tools\/|bin\/(?!(elastic|datadog)-agent$)|script-|root\/|var\/lib\/(dpkg|rpm)\/)|^(calls|slept|journal|status|systemctl-calls|dpkg\.log|base\.rpm|kernel|machine|fleet)$/;

/** Every other file of a node, and its text. */
function filesOf(node: PretendNode): [file: string, text: string][] {
  return readdirSync(node.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(node.folder.length + 1))
    .filter((file) => !ofTheNode.test(file))
    .sort()
    .map((file) => [file, readFileSync(join(node.folder, file), 'latin1')]);
}

/** Every place that shows one of these texts, in any case of its letters: files, command lines, outputs. */
function findPlaces(node: PretendNode, printed: readonly string[], texts: readonly string[]): string[] {
  const shows = (place: string) => texts.some((text) => place.toLowerCase().includes(text.toLowerCase()));
  const documents = readdirSync(node.folder).filter((file) => file.startsWith('script-'));
  const files = [
    ...filesOf(node),
    ...['journal', ...documents].map((file) => [file, node.read(file)] as const),
  ];
  return [
    ...files.filter(([, text]) => shows(text)).map(([file]) => file),
    ...node.read('calls').split('\n').filter(shows),
    ...printed.filter(shows),
  ];
}

type Change = (agent: PlatformAgent) => PlatformAgent;

/** A minute of watching is a minute for a pretended sleep too. */
const watchShortly: Change = (agent) => ({ ...agent, healthSeconds: 5, steadySeconds: 2 });

/** A node of a kind, the package of an agent in the bucket and its secret in its place, and what runs its document. */
function start({ build, launchNode }: Kind, lookAlike: LookAlike, change: Change = (agent) => agent) {
  const node = launchNode();
  const before = filesOf(node).map(([file]) => file);
  const render = publish(lookAlike, build(lookAlike), (agent) => change(watchShortly(agent)));
  if (lookAlike.secret !== undefined) setSecret(lookAlike, lookAlike.secret.value);
  const printed: string[] = [];
  const run = async (operation: Operation) => {
    const { code, lines } = await node.run(render(operation), firstShell());
    printed.push(...lines);
    return `${code} ${lines.at(-1)}`;
  };
  return { node, before, run, printed };
}

describe.each([deb, rpm])('a look-alike as $kind', (kind) => {
  it.runIf(kind.isThere).each(lookAlikes)(
    '$page: ends well, keeps its secret, follows a change, and leaves nothing',
    async (each) => {
      const { node, before, run, printed } = start(kind, each);
      watch(node);
      expect(await run('Install')).toMatch(/^0 .* is installed and .* is healthy$/);
      expect(node.has('active')).toBe(true);
      expect(await run('Verify')).toMatch(/^0 /);
      expect(await run('Install')).toMatch(/^0 .* is healthy already$/);
      expect(aws.strangers).toEqual([]);
      expect(node.read('calls').split('\n').length).toBeGreaterThan(50);
      expectSecretWhereThePageSays(each, node, printed);
      if (each.secret !== undefined) {
        setSecret(each, each.secret.next);
        expect(await run('Install')).toMatch(/^0 /);
        expect(printed.join('\n')).toContain(`the configuration of ${each.page.replace('.md', '')} changed`);
        for (const file of each.keptIn)
          expect(node.read(file)).toContain(each.secret.nextShownAs ?? each.secret.next);
      }
      expect(await run('Uninstall')).toMatch(/^0 .* is removed$/);
      const left = filesOf(node).map(([file]) => file);
      // The lock and the key of the digests are of Muster, not of the agent.
      expect(left.filter((file) => !/^var\/lib\/muster\/(lock|key)$/.test(file))).toEqual(before);
    },
  );
});

describe.runIf(deb.isThere)('a configure script that prints its secret', () => {
  it('shows six stars in its place', async () => {
    const datadog = lookAlikes.filter(({ page }) => page === 'datadog.md');
    for (const each of datadog) {
      mkdirSync('dist', { recursive: true });
      const folder = mkdtempSync(join('dist', 'talkative-'));
      const file = join(folder, 'configure.sh');
      const own = readFileSync(join('agents', 'datadog-configure.sh'), 'utf8');
      writeFileSync(file, `${own}\necho "the key is $DD_API_KEY"\n`);
      const { node, run, printed } = start(deb, each, (agent) => ({
        ...agent,
        scripts: { ...agent.scripts, configure: file },
      }));
      expect(await run('Install')).toMatch(/^0 /);
      rmSync(folder, { recursive: true });
      expect(printed).toContain('muster:   the key is ******');
      expectSecretWhereThePageSays(each, node, printed);
    }
    expect(datadog).toHaveLength(1);
  });
});

/** Leaves out the configure script. */
const unconfigured: Change = (agent) => ({
  ...agent,
  scripts: Object.fromEntries(Object.entries(agent.scripts).filter(([name]) => name !== 'configure')),
});

describe.each([deb, rpm])('a package as $kind that reads its environment', (kind) => {
  const wazuh = lookAlikes.filter(({ page }) => page === 'wazuh.md');
  it.runIf(kind.isThere).each(wazuh)('finds the variables and secrets of $page there', async (each) => {
    const { node, run } = start(kind, each, unconfigured);
    expect(await run('Install')).toMatch(/^0 /);
    expect(node.read('var/ossec/etc/ossec.conf')).toContain('<address>wazuh.acme.test</address>');
  });
});

/** A look-alike that works unconfigured would prove nothing. */
describe.runIf(deb.isThere)('a look-alike without its configure script', () => {
  it.each(lookAlikes)('$page: is not healthy', async (each) => {
    const { run } = start(deb, each, (agent) => ({ ...unconfigured(agent), variables: {} }));
    expect(await run('Install')).toMatch(/^23 muster: outcome 23 not-healthy: /);
  });
});

/** The places that docs/agents/README.md lists are all that show the secret, or the credentials of the node. */
function expectSecretWhereThePageSays(each: LookAlike, node: PretendNode, printed: readonly string[]): void {
  const { secretAccessKey, sessionToken } = roleCredentials;
  const value = each.secret?.shownAs ?? each.secret?.value;
  const places = findPlaces(node, printed, [
    ...(value === undefined ? [] : [value]),
    secretAccessKey,
    sessionToken,
  ]);
  expect(places.filter((place) => !each.shownTo.test(place))).toEqual(each.keptIn);
  // The search finds what it looks for: a tool that takes the secret as an argument has had it.
  if (each.shownTo.source !== '^$') expect(places.some((place) => each.shownTo.test(place))).toBe(true);
}
