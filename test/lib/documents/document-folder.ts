import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import {
  type CommandDocument,
  DocumentError,
  loadDocument,
  type ParameterDefaults,
} from '../../../lib/documents/load-document.ts';

/** A document without mistakes. */
export const valid = `
schemaVersion: '2.2'
description: Says a word.
parameters:
  Word:
    type: String
    default: hello
    allowedPattern: '^(hello|bye)[0-9]{0,3}$'
  Colour: { type: String, default: red, allowedValues: [red, green] }
  Limit: { type: String, default: '60', allowedPattern: '^[1-9][0-9]$' }
mainSteps:
  - action: aws:runShellScript
    name: sayWord
    precondition: { StringEquals: [platformType, Linux] }
    inputs:
      timeoutSeconds: '60'
      onFailure: exit
      runCommand:
        - word='{{ Word }}'
        - !script say.sh linux/end.sh
`;

/** One more step for it. */
export const secondStep = `
  - action: aws:runPowerShellScript
    name: sayWordOnWindows
    precondition: { StringEquals: [platformType, Windows] }
    inputs:
      timeoutSeconds: '{{ Limit }}'
      runCommand:
        - $Word = '{{ Word }}'
        - Write-Output $Word
`;

let folder: string;
let file: string;

/** Gives the tests of a file a folder of documents and scripts, and removes it after them. */
export function prepareFolder(): void {
  beforeAll(createFolder);
  afterAll(() => rmSync(folder, { recursive: true }));
}

function createFolder(): void {
  folder = mkdtempSync(join(tmpdir(), 'muster-documents-'));
  file = join(folder, 'command', 'say.yaml');
  mkdirSync(join(folder, 'command'));
  mkdirSync(join(folder, 'scripts'));
  mkdirSync(join(folder, 'scripts', 'linux'));
  writeFileSync(
    join(folder, 'scripts', 'say.sh'),
    '# shellcheck shell=sh\n\nprintf "%s\\n" "$word" # now\n\n',
  );
  writeFileSync(join(folder, 'scripts', 'linux', 'end.sh'), '  # the end\nexit 0\n');
  writeFileSync(join(folder, 'scripts', 'long.sh'), `: ${'x'.repeat(70_000)}\n`);
  writeFileSync(join(folder, 'scripts', 'reference.sh'), 'echo {{ Word }}\n');
  writeFileSync(join(folder, 'scripts', 'windows-lines.sh'), 'echo\r\n');
  writeFileSync(join(folder, 'secret.sh'), 'outside\n');
}

/** Loads a document with this text. */
export function load(text: string, defaults?: ParameterDefaults): CommandDocument {
  writeFileSync(file, text);
  return loadDocument(file, defaults);
}

/** The mistakes that loading reports, without the name of the file, with which every line must begin. */
export function problemsOf(text: string, defaults?: ParameterDefaults): string[] {
  try {
    load(text, defaults);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    expect(error.problems.filter((problem) => !problem.startsWith(`${file}: `))).toEqual([]);
    return error.problems.map((problem) => problem.slice(file.length + 2).replace(folder, ''));
  }
  return [];
}

/** The inputs of the first step, which must run a script. */
export function scriptInputs(content: CommandDocument) {
  const inputs = content.mainSteps[0]?.inputs;
  if (inputs === undefined || !('runCommand' in inputs))
    throw new Error('the document begins with no script');
  return inputs;
}
