import { expect, it } from 'vitest';
import { everything } from '../everything.ts';
import { synthesize, synthesizeOnboarding } from '../synthesize.ts';

const resources = [...synthesize(everything)].flatMap(([, template]) =>
  Object.entries<Record<string, unknown>>(template.toJSON().Resources),
);
const isTagged = ([, { Properties }]: (typeof resources)[number]) =>
  JSON.stringify(Object(Properties).Tags ?? '').includes('muster:stack');

it('no resource has a tag of a type whose tags a partition may refuse', () => {
  const types = [...new Set(resources.filter(isTagged).map(([, { Type }]) => Type))].sort();
  expect(types).toEqual([
    'AWS::Athena::WorkGroup',
    'AWS::DynamoDB::Table',
    'AWS::IAM::Role',
    'AWS::KMS::Key',
    'AWS::Lambda::Function',
    'AWS::Logs::LogGroup',
    'AWS::ResourceGroups::Group',
    'AWS::S3::Bucket',
    'AWS::SNS::Topic',
    'AWS::SQS::Queue',
    'AWS::SSM::Document',
    'AWS::SSM::MaintenanceWindow',
    'AWS::SSM::Parameter',
    'AWS::SSM::PatchBaseline',
  ]);
});

it('every function runs on the architecture of the configuration', () => {
  const architecturesOf = (fields: Parameters<typeof synthesizeOnboarding>[0]) =>
    Object.values(synthesizeOnboarding(fields).findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.Architectures,
    );
  expect(new Set(architecturesOf({}).flat())).toEqual(new Set(['arm64']));
  expect(new Set(architecturesOf({ architecture: 'x86_64' }).flat())).toEqual(new Set(['x86_64']));
});
