import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type AgentOnPlatform,
  agentDocument,
  buildAgentDocument,
  listAgentDocuments,
} from '../../../../../lib/capabilities/onboarding/agents/agent-document.ts';
import { type MusterConfig, readConfig } from '../../../../../lib/configuration/config.ts';
import { type CommandDocument, DocumentError } from '../../../../../lib/documents/load-document.ts';
import { falcon, falconOnLinux } from './falcon.ts';

type Agents = NonNullable<MusterConfig['agents']>;

mkdirSync('dist', { recursive: true });
const folder = mkdtempSync('dist/agent-document-');
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a script of the user, and gives its path. */
function script(name: string, text: string): string {
  writeFileSync(`${folder}/${name}`, text);
  return `${folder}/${name}`;
}

function listed(agents: Agents): AgentOnPlatform[] {
  return listAgentDocuments(readConfig({ agents })[0]?.settings.agents ?? {});
}

function build(agents: Agents, index = 0): CommandDocument {
  const found = listed(agents)[index];
  if (found === undefined) throw new Error('the configuration has no such document');
  return buildAgentDocument(found, {});
}

describe('the documents of agents', () => {
  it('are one for each agent and platform', () => {
    const names = listed({ falcon, wazuh: falconOnLinux({}) }).map(({ name, platform }) =>
      agentDocument(name, platform),
    );
    expect(names).toEqual(['Agent-falcon-Linux', 'Agent-falcon-Windows', 'Agent-wazuh-Linux']);
  });

  it('take the operation as their only parameter, and use only inputs that AWS documents', () => {
    for (const index of [0, 1]) {
      const { parameters, mainSteps } = build({ falcon }, index);
      expect(Object.keys(parameters)).toEqual(['Operation']);
      expect(mainSteps.map(({ inputs }) => Object.keys(inputs))).toEqual([['timeoutSeconds', 'runCommand']]);
    }
  });

  it('hold the name of a secret and nothing that could be its value', () => {
    const text = JSON.stringify(build({ falcon }));
    expect(text).toContain("secrets='FALCON_CID=parameter:/muster/agents/falcon/cid'");
  });

  it('hold a script of 16 KB, and refuse one that Systems Manager would refuse', () => {
    const line = 'printf \'%s\\n\' "a line of a configure script"\n';
    const long = script('long.sh', line.repeat(Math.floor(16_384 / line.length)));
    expect(JSON.stringify(build({ falcon: falconOnLinux({ configure: long }) })).length).toBeLessThan(65_536);
    const tooLong = script('too-long.sh', line.repeat(1500));
    const refused = () => build({ falcon: falconOnLinux({ configure: tooLong }) });
    expect(refused).toThrow(DocumentError);
    expect(refused).toThrow(
      /^agents\.falcon\.linux, in documents\/agent\/agent-linux\.yaml: .*at most 65536 bytes/,
    );
  });

  it('change when a script changes', () => {
    const configure = script('change.sh', 'echo 1\n');
    const before = build({ falcon: falconOnLinux({ configure }) });
    script('change.sh', 'echo 2\n');
    expect(build({ falcon: falconOnLinux({ configure }) })).not.toEqual(before);
  });
});
