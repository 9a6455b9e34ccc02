import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  buildAgentDocument,
  listAgentDocuments,
} from '../../../lib/capabilities/onboarding/agents/agent-document.ts';
import { readConfig } from '../../../lib/configuration/config.ts';
import { evaluate, examplesOf } from './examples.ts';

/**
 * What a configuration leads to on Windows, beside what the vendor documents. Nobody here can run PowerShell or these
 * installers, so the values are compared by name. `{NAME}` stands for a variable or secret; the installer of Muster
 * puts it in.
 */
interface VendorFacts {
  readonly page: string;
  /** The vendor's page, or file, that has the command line. */
  readonly documentedIn: string;
  /** The vendor's command line, from behind the file of the installer on. */
  readonly documented: string;
  /** What stands in it for each value of the configuration. */
  readonly placeholders: Readonly<Record<string, string>>;
  readonly file: RegExp;
  readonly product: string;
  readonly service: string;
  /** A command that the vendor documents for the step between installation and start, if it has one. */
  readonly configure?: string;
  /** The command or file by which the vendor tells that the agent works. */
  readonly check: string;
}

const facts: readonly VendorFacts[] = [
  {
    page: 'falcon.md',
    documentedIn: 'Falcon Sensor for Windows; falcon_windows_install.ps1 of CrowdStrike/falcon-scripts',
    documented: '/install /quiet /norestart CID=<CID>',
    placeholders: { FALCON_CID: '<CID>' },
    file: /\.exe$/,
    product: 'CrowdStrike Windows Sensor',
    service: 'CSFalconService',
    check: 'sc.exe query csagent',
  },
  {
    page: 'datadog.md',
    documentedIn: 'Basic Agent Usage for Windows: Command line, and the table of its options',
    documented: 'APIKEY="<YOUR_DATADOG_API_KEY>" SITE="<SITE>"',
    placeholders: { DD_API_KEY: '<YOUR_DATADOG_API_KEY>', DD_SITE: '<SITE>' },
    file: /\.msi$/,
    product: 'Datadog Agent',
    service: 'datadogagent',
    check: 'Datadog\\Datadog Agent\\bin\\agent.exe" health',
  },
  {
    page: 'wazuh.md',
    documentedIn: 'Deployment variables for Windows: Enrollment with password',
    documented: 'WAZUH_MANAGER="10.0.0.2" WAZUH_REGISTRATION_PASSWORD="TopSecret"',
    placeholders: { WAZUH_MANAGER: '10.0.0.2', WAZUH_REGISTRATION_PASSWORD: 'TopSecret' },
    file: /\.msi$/,
    product: 'Wazuh Agent',
    service: 'WazuhSvc',
    check: 'ossec-agent\\wazuh-agent.state',
  },
  {
    page: 'cloudwatch.md',
    documentedIn: 'Installing the CloudWatch agent on individual servers: Windows Server',
    documented: '',
    placeholders: {},
    file: /\.msi$/,
    product: 'Amazon CloudWatch Agent',
    service: 'AmazonCloudWatchAgent',
    configure: '-a fetch-config -m ec2 -c $env:CLOUDWATCH_CONFIG -s',
    check: '-a status',
  },
  {
    page: 'elastic.md',
    documentedIn: 'Install Elastic Agent from an MSI package',
    documented: 'INSTALLARGS="--url=<URL> --enrollment-token=<TOKEN>"',
    placeholders: { FLEET_URL: '<URL>', FLEET_ENROLLMENT_TOKEN: '<TOKEN>' },
    file: /\.msi$/,
    product: 'Elastic Agent',
    service: 'Elastic Agent',
    check: 'Elastic\\Agent\\elastic-agent.exe" status',
  },
];

/** The script of the document of the first example of a page. */
function windowsScript(page: string): string {
  const [example] = examplesOf(join('docs', 'agents'), page);
  if (example === undefined) throw new Error(`${page} has no example`);
  const settings = readConfig(evaluate(example))[0]?.settings;
  const agent = listAgentDocuments(settings?.agents ?? {}).find(({ platform }) => platform === 'Windows');
  if (agent === undefined) throw new Error(`${page} has no agent on Windows`);
  const [step] = buildAgentDocument(agent, {}).mainSteps;
  if (step === undefined || !('runCommand' in step.inputs)) throw new Error(`${page} runs nothing`);
  return step.inputs.runCommand.join('\n');
}

/** The value that the preamble gives to a variable: one quoted text, or several joined. */
function textOf(preamble: string, name: string): string {
  const [, value = ''] = new RegExp(`^\\$${name} = ([\\s\\S]*?)(?=\\n\\$[A-Z])`, 'm').exec(preamble) ?? [];
  return [...value.matchAll(/'((?:[^']|'')*)'/g)]
    .map(([, text = '']) => text.replaceAll("''", "'"))
    .join('\n');
}

describe.each(facts)('on Windows, $page', (vendor) => {
  const script = windowsScript(vendor.page);
  const preamble = script.slice(0, script.indexOf('$Overrides'));

  it(`has the command line of "${vendor.documentedIn}"`, () => {
    const line = textOf(preamble, 'Arguments').replaceAll(
      /\{([A-Z_]+)\}/g,
      (whole, name: string) => vendor.placeholders[name] ?? whole,
    );
    expect(line).toBe(vendor.documented);
    const [address = ''] = textOf(preamble, 'PackageEntries').split('#');
    expect(address).toMatch(vendor.file);
  });

  it('has the product and the service of the vendor', () => {
    expect(textOf(preamble, 'ProductName')).toBe(vendor.product);
    expect(textOf(preamble, 'ServiceName')).toBe(vendor.service);
  });

  it('has every value of the command line by name, and no value of a secret', () => {
    const named = [...preamble.matchAll(/^([A-Z_]+) = /gm)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(Object.keys(vendor.placeholders)));
    const sources = textOf(preamble, 'SecretNames').split('\n');
    expect(sources.filter((source) => !/^((parameter|secret):.+)?$/.test(source))).toEqual([]);
  });

  it('configures and checks by the commands of the vendor', () => {
    const configure = textOf(preamble, 'ConfigureScript');
    expect(configure).toContain(vendor.configure ?? '');
    expect(configure === '').toBe(vendor.configure === undefined);
    expect(textOf(preamble, 'CheckScript')).toContain(vendor.check);
  });

  it('fetches secrets, installs, configures, starts and checks, in this order', () => {
    const [, body = ''] = /^function Install-Agent\b([\s\S]*?)^function /m.exec(script) ?? [];
    const steps = [
      'Save-Secrets',
      'Install-Package',
      'Set-Configuration',
      'Restart-Agent',
      'Test-Healthy $HealthSeconds',
    ];
    const places = steps.map((step) => body.indexOf(step));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    // An .msi gets the silent switches of Windows Installer in front of the properties.
    expect(script).toMatch(/\/qn \/norestart REBOOT=ReallySuppress .*\$More"$/m);
  });
});
