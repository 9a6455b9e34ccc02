import { createHash } from 'node:crypto';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalContent } from '../../../../lambdas/shared/domain/canonical-content.ts';
import { synthesizeOnboarding } from '../../synthesize.ts';
import { arnOf, functionId, ids, localArn, logStatement, statementsOf } from './template.ts';

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding();
});

const versionReader = () => functionId(template, 'DocumentsVersionReader');

describe('the documents', () => {
  it.each([
    [ids.linuxDocument, 'Muster-InstallAgentLinux'],
    [ids.windowsDocument, 'Muster-InstallAgentWindows'],
  ])('%s gets a new version by an update, and is never replaced', (id, name) => {
    const { Type, Properties } = template.toJSON().Resources[id];
    expect(Type).toBe('AWS::SSM::Document');
    expect(Properties).toMatchObject({
      Name: name,
      DocumentType: 'Command',
      DocumentFormat: 'JSON',
      TargetType: '/AWS::EC2::Instance',
      UpdateMethod: 'NewVersion',
      Content: { schemaVersion: '2.2', parameters: { AgentVersion: { type: 'String', default: '1.0.0' } } },
    });
    expect(Properties.VersionName).toBeUndefined(); // a named version blocks the next update
  });

  it.each([ids.linuxDocument, ids.windowsDocument])(
    '%s has its version read after each change of its content',
    (id) => {
      const shaOf = (from: Template) => {
        const properties = { Properties: { DocumentName: { Ref: id } } };
        const [resource] = Object.values(from.findResources('Custom::MusterDocumentVersion', properties));
        expect(resource?.['Properties'].ServiceToken).toEqual(arnOf(versionReader()));
        return resource?.['Properties'].ContentSha256;
      };
      const agent = (version: string) => {
        const rest = { AgentName: 'agent', ServiceName: 'agent', AgentVersion: version };
        return { ...rest, Packages: `any/x86_64=https://packages.example.com/a.msi#${'0'.repeat(64)}` };
      };
      const documentsAt = (version: string) => ({
        documents: { InstallAgentLinux: agent(version), InstallAgentWindows: agent(version) },
      });
      expect(shaOf(synthesizeOnboarding(documentsAt('1.0')))).toBe(
        shaOf(synthesizeOnboarding(documentsAt('1.0'))),
      );
      expect(shaOf(synthesizeOnboarding(documentsAt('1.0')))).not.toBe(
        shaOf(synthesizeOnboarding(documentsAt('2.0'))),
      );
      const { Content } = template.toJSON().Resources[id].Properties;
      expect(shaOf(template)).toBe(createHash('sha256').update(canonicalContent(Content)).digest('hex'));
    },
  );

  it('have a reader of versions that may list and read them and write its log, nothing else', () => {
    expect(statementsOf(template, versionReader())).toEqual([
      logStatement(template, versionReader()),
      {
        Effect: 'Allow',
        Action: ['ssm:GetDocument', 'ssm:ListDocumentVersions'],
        Resource: [
          localArn('ssm', 'document/Muster-InstallAgentLinux'),
          localArn('ssm', 'document/Muster-InstallAgentWindows'),
        ],
      },
    ]);
  });
});
