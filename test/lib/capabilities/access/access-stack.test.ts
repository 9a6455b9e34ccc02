import { expect, it } from 'vitest';
import { synthesizeStack } from '../../synthesize.ts';

const singleton = 'Custom::MusterSingleton';

it('public sharing of documents is left alone unless it is blocked by name', () => {
  synthesizeStack('MusterAccess', { access: {} }).resourceCountIs(singleton, 0);
  const template = synthesizeStack('MusterAccess', { access: { blockPublicDocuments: true } });
  template.hasResourceProperties(singleton, {
    ...{ Name: '/ssm/documents/console/public-sharing-permission', Value: 'Disable', IsOwn: 'false' },
  });
});

it('an output tells of each singleton what was found', () => {
  const access = { blockPublicDocuments: true, defaultHostManagement: {} };
  const outputs = synthesizeStack('MusterAccess', { access }).findOutputs('*');
  expect(Object.keys(outputs)).toEqual(['DefaultHostManagementReport', 'PublicDocumentsReport']);
});
