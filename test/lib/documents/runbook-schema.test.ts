import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentError, loadRunbook } from '../../../lib/documents/load-document.ts';

const original = readFileSync(join('documents', 'automation', 'patch-instance.yaml'), 'utf8');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-runbooks-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What loading reports about the runbook after one part of it was replaced, without the file. */
function problemsWith(part: string | RegExp, other: string): string[] {
  const text = original.replace(part, other);
  expect(text).not.toBe(original);
  const file = join(folder, 'runbook.yaml');
  writeFileSync(file, text);
  try {
    loadRunbook(file);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return error.problems.map((problem) => problem.slice(file.length + 2));
  }
  return [];
}

describe('a runbook', () => {
  it('is plain content, with other defaults if they are given', () => {
    const runbook = loadRunbook('documents/automation/patch-instance.yaml', { Operation: 'Install' });
    expect(JSON.parse(JSON.stringify(runbook))).toEqual(runbook);
    expect(runbook.parameters['Operation']?.default).toBe('Install');
  });

  it('may name what the service itself provides', () => {
    expect(problemsWith('{{ SnapshotId }}', '{{ global:REGION }}')).toEqual([]);
  });

  it.each([
    ['another schema', "'0.3'", "'2.2'", 'schemaVersion: received "2.2", allowed: \'0.3\', in quotes'],
    [
      'a role that is no parameter',
      "'{{ AutomationAssumeRole }}'",
      'arn:x',
      'assumeRole: received "arn:x", allowed: \'{{ AutomationAssumeRole }}\'',
    ],
    [
      'an unknown action',
      'aws:runCommand',
      'aws:runCommands',
      'mainSteps.4.action: received "aws:runCommands", allowed: an action of lib/documents/runbook-actions.ts; describe another one there first',
    ],
    [
      'an input that the action does not have',
      'TimeoutSeconds: 600',
      'TimeoutSecond: 600',
      expect.stringMatching(/^mainSteps\.4\.inputs(\.TimeoutSeconds)?: received /),
    ],
    [
      'a reference to nothing',
      '{{ SnapshotId }}',
      '{{ automation:EXECUTION }}',
      expect.stringMatching(
        /^mainSteps\.4\.inputs\.Parameters\.SnapshotId: received .+, allowed: references to /,
      ),
    ],
    [
      'a parameter that anything fits',
      /allowedValues: \[Scan, Install\]/,
      'minChars: 1',
      expect.stringMatching(/^parameters\.Operation: received "minChars"/),
    ],
    [
      'a pattern that is not anchored',
      "'^([0-9a-fA-F-]{36})?$'",
      "'[a-z]+'",
      'parameters.SnapshotId.allowedPattern: received "[a-z]+", allowed: a pattern anchored as a whole: ^...$',
    ],
  ])('refuses %s', (_, part, other, problem) => {
    expect(problemsWith(part, other)).toContainEqual(problem);
  });
});
