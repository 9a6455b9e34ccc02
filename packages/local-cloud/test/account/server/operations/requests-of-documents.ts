import type { OperationRequests } from './requests.ts';
import type { World } from './world.ts';

/** The content of a Command document whose step prints a text. */
export function contentOf(text: string, more: object = {}): string {
  return JSON.stringify({
    schemaVersion: '2.2',
    parameters: { Mode: { type: 'String', default: 'on', allowedValues: ['on', 'off'] } },
    mainSteps: [{ name: 'say', action: 'aws:runShellScript', inputs: { runCommand: [`echo ${text}`] } }],
    ...more,
  });
}

let count = 0;

/** A new document with two versions, whose first is the default and has the name `first`. */
export function makeDocument({ ask }: World): string {
  const Name = `Made-${++count}`;
  ask('ssm', 'CreateDocument', { Name, Content: contentOf(Name), VersionName: 'first' });
  ask('ssm', 'UpdateDocument', { Name, Content: contentOf(`${Name} anew`), DocumentVersion: '$LATEST' });
  return Name;
}

const of = (more: object) => (world: World) => ({ Name: makeDocument(world), ...more });
const large = contentOf('x'.repeat(65_536));
const badRead = {
  InvalidDocument: { Name: 'None' },
  InvalidDocumentVersion: of({ DocumentVersion: '7' }),
};
const update = (more: object) => of({ Content: contentOf('another'), DocumentVersion: '$LATEST', ...more });

/** The requests to Systems Manager about documents. */
export const requestsOfDocuments: Readonly<Record<string, OperationRequests>> = {
  CreateDocument: {
    answers: [
      {
        Name: 'Created',
        Content: contentOf('created'),
        DocumentType: 'Command',
        DocumentFormat: 'JSON',
        VersionName: 'first',
        DisplayName: 'Created here',
        TargetType: '/AWS::EC2::Instance',
        Tags: [{ Key: '__proto__', Value: 'x' }],
      },
    ],
    refusals: {
      DocumentAlreadyExists: { Name: 'Created', Content: contentOf('x') },
      InvalidDocumentContent: { Name: 'Bad', Content: '{' },
      InvalidDocumentSchemaVersion: { Name: 'Bad', Content: contentOf('x', { schemaVersion: '9' }) },
      MaxDocumentSizeExceeded: { Name: 'Bad', Content: large },
      ValidationException: { Name: 'AWS-Bad', Content: contentOf('x') },
    },
  },
  DeleteDocument: {
    answers: [of({})],
    refusals: { InvalidDocument: { Name: 'None' } },
  },
  DescribeDocument: {
    answers: [of({ DocumentVersion: '2' }), of({ VersionName: 'first' })],
    refusals: badRead,
  },
  GetDocument: {
    answers: [of({ DocumentVersion: '$LATEST', DocumentFormat: 'JSON' }), of({ VersionName: 'first' })],
    refusals: badRead,
  },
  ListDocuments: {
    answers: [
      {},
      { Filters: [{ Key: 'Owner', Values: ['Self'] }], MaxResults: 1 },
      { Filters: [{ Key: 'tag:constructor', Values: ['x'] }] },
    ],
    refusals: {
      InvalidNextToken: { NextToken: 'x' },
      InvalidFilterKey: { Filters: [{ Key: 'None', Values: ['x'] }] },
    },
  },
  ListDocumentVersions: {
    answers: [of({ MaxResults: 1 }), of({})],
    refusals: { InvalidDocument: { Name: 'None' }, InvalidNextToken: of({ NextToken: 'x' }) },
  },
  UpdateDocument: {
    answers: [update({ DocumentFormat: 'JSON', VersionName: 'third', DisplayName: 'Anew', TargetType: '/' })],
    refusals: {
      InvalidDocument: { Name: 'None', Content: contentOf('x') },
      InvalidDocumentVersion: update({ DocumentVersion: '1' }),
      InvalidDocumentContent: update({ Content: '{' }),
      InvalidDocumentSchemaVersion: update({ Content: contentOf('x', { schemaVersion: '9' }) }),
      MaxDocumentSizeExceeded: update({ Content: large }),
      DuplicateDocumentVersionName: update({ VersionName: 'first' }),
      DuplicateDocumentContent: (world) => {
        const Name = makeDocument(world);
        return { Name, Content: contentOf(Name), DocumentVersion: '$LATEST' };
      },
    },
    never: { DocumentVersionLimitExceeded: 'it takes 1,000 versions, which the test of the store has' },
  },
  UpdateDocumentDefaultVersion: {
    answers: [of({ DocumentVersion: '2' })],
    refusals: {
      InvalidDocument: { Name: 'None', DocumentVersion: '1' },
      InvalidDocumentVersion: of({ DocumentVersion: '7' }),
    },
    never: { InvalidDocumentSchemaVersion: 'every version was checked when it was created' },
  },
};
