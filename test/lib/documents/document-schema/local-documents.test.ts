import { describe, expect, it } from 'vitest';
import { prepareFolder, problemsOf, valid } from '../document-folder.ts';

prepareFolder();

const chosen = { path: 'muster/chosen.json', type: 'LocalPath' };
const fetched = { source: '{"name": "{{ Word }}"}', destination: 'muster/fetched.json' };
const runs = ({ path, type }: typeof chosen) => `
  - action: aws:runDocument
    name: runChosen
    precondition: { StringEquals: [platformType, Linux] }
    inputs: { documentType: ${type}, documentPath: '${path}' }
`;
const fetches = ({ source, destination }: typeof fetched) => `
  - action: aws:downloadContent
    name: fetch
    precondition: { StringEquals: [platformType, Linux] }
    inputs: { sourceType: SSMDocument, sourceInfo: '${source}', destinationPath: '${destination}' }
`;

describe('a document', () => {
  it('may run a document that a step has fetched, or a script has written', () => {
    expect(problemsOf(valid + fetches(fetched) + runs(chosen))).toEqual([]);
  });

  it.each([
    '/muster/chosen.json',
    '../chosen.json',
    'muster/../chosen.json',
    '{{ Word }}',
    'x/{{ Word }}.json',
  ])('refuses to run the file %s, or to fetch to it: it may be of an earlier command', (path) => {
    const allowed = 'allowed: a fixed relative path of a .json file';
    expect(problemsOf(valid + runs({ ...chosen, path }))).toEqual([
      expect.stringContaining(`mainSteps.1.inputs.documentPath: received "${path}", ${allowed}`),
    ]);
    expect(problemsOf(valid + fetches({ ...fetched, destination: path }))).toEqual([
      expect.stringContaining(`mainSteps.1.inputs.destinationPath: received "${path}", ${allowed}`),
    ]);
  });

  it('refuses a file as a stored document, and another type', () => {
    expect(problemsOf(valid + runs({ ...chosen, type: 'SSMDocument' }))).toEqual([
      expect.stringContaining(
        'mainSteps.1.inputs.documentPath: received "muster/chosen.json", allowed: the name',
      ),
    ]);
    expect(problemsOf(valid + runs({ ...chosen, type: 'S3' }))).toEqual([
      expect.stringContaining('mainSteps.1.inputs.documentType: received'),
    ]);
  });

  it.each(['{"name": "x y"}', '{"path": "Document"}', 'Document', '{"name": "ab", "more": 1}'])(
    'refuses to fetch %s',
    (source) => {
      expect(problemsOf(valid + fetches({ ...fetched, source }))).toEqual([
        expect.stringContaining('mainSteps.1.inputs.sourceInfo: received'),
      ]);
    },
  );
});
