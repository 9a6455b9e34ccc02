import { describe, expect, it } from 'vitest';
import { prepareFolder, problemsOf, secondStep, valid } from './document-folder.ts';

prepareFolder();

/** One change to the valid document, and the beginning of the message about it. */
const refusals: [what: string, from: string, to: string, problem: string][] = [
  ['a schema version that is a number', "'2.2'", '2.2', 'schemaVersion: received 2.2,'],
  ['an older schema version', "'2.2'", "'2.0'", 'schemaVersion: received "2.0",'],
  ['no description', 'description: Says a word.', '', 'description: received nothing, allowed: a string'],
  [
    'a field that Command documents lack',
    'description:',
    'assumeRole: x\ndescription:',
    'the document: received "assumeRole",',
  ],
  [
    'a parameter name that the agent drops',
    '  Word:',
    '  Say_Word:',
    'parameters.Say_Word: received "Say_Word",',
  ],
  [
    'a parameter that is no String',
    'type: String, default: red',
    'type: StringList, default: red',
    'parameters.Colour.type: received "StringList",',
  ],
  [
    'allowed values that are no strings',
    '[red, green]',
    '[red, true]',
    'parameters.Colour.allowedValues.1: received true,',
  ],
  [
    'a default outside the allowed values',
    'default: red',
    'default: blue',
    'parameters.Colour.default: received "blue", allowed: one of red, green',
  ],
  [
    'a default outside the pattern',
    "default: '60'",
    "default: '600'",
    'parameters.Limit.default: received "600", allowed: text that matches',
  ],
  [
    'a default that is too long',
    'default: red,',
    'default: red, maxChars: 2,',
    'parameters.Colour.default: received "red", allowed: 0 to 2 characters',
  ],
  ['a parameter that takes anything', ', allowedValues: [red, green]', '', 'parameters.Colour: received'],
  [
    'an unknown field of a parameter',
    'default: red,',
    'default: red, secret: x,',
    'parameters.Colour: received "secret",',
  ],
  [
    'a pattern that is not anchored',
    "'^[1-9][0-9]$'",
    "'[1-9][0-9]'",
    'parameters.Limit.allowedPattern: received "[1-9][0-9]", allowed: a pattern anchored',
  ],
  [
    'a pattern without its beginning',
    "'^[1-9][0-9]$'",
    "'[1-9][0-9]$'",
    'parameters.Limit.allowedPattern: received "[1-9][0-9]$", allowed: a pattern anchored',
  ],
  [
    'a pattern that is half anchored',
    "'^[1-9][0-9]$'",
    "'^60|70$'",
    'parameters.Limit.allowedPattern: received "^60|70$", allowed: a pattern anchored',
  ],
  [
    'a pattern whose end is a dollar sign',
    "'^[1-9][0-9]$'",
    "'^60\\$'",
    'parameters.Limit.allowedPattern: received',
  ],
  [
    'a pattern with look-ahead',
    "'^[1-9][0-9]$'",
    "'^(?=6)[0-9]{2}$'",
    'parameters.Limit.allowedPattern: received "^(?=6)[0-9]{2}$", allowed: a regular expression of RE2',
  ],
  [
    'a pattern with a back-reference',
    "'^[1-9][0-9]$'",
    "'^(6)0\\1?$'",
    'parameters.Limit.allowedPattern: received',
  ],
  [
    'a pattern with a class that begins with ]',
    "'^[1-9][0-9]$'",
    "'^[^]|]0$'",
    'parameters.Limit.allowedPattern: received "^[^]|]0$", allowed: a regular expression of RE2',
  ],
  ['a pattern that is none', "'^[1-9][0-9]$'", "'^(60$'", 'parameters.Limit.allowedPattern: received'],
  ['an unknown action', 'aws:runShellScript', 'aws:runShellscript', 'mainSteps.0.action: received'],
  ['a step name with a space', 'name: sayWord', 'name: say word', 'mainSteps.0.name: received "say word",'],
  [
    'a step without a precondition',
    '    precondition: { StringEquals: [platformType, Linux] }\n',
    '',
    'mainSteps.0.precondition: received nothing, allowed: a mapping of StringEquals',
  ],
  [
    'a precondition on something else',
    'platformType, Linux',
    'platformName, Linux',
    'mainSteps.0.precondition.StringEquals.0: received "platformName", allowed: platformType',
  ],
  [
    'another operator in a precondition',
    'StringEquals:',
    'StringLike:',
    'mainSteps.0.precondition.StringEquals: received nothing,',
  ],
  [
    'three arguments in a precondition',
    'platformType, Linux]',
    'platformType, Linux, MacOS]',
    'mainSteps.0.precondition.StringEquals: received',
  ],
  [
    'a shell script for Windows',
    'platformType, Linux',
    'platformType, Windows',
    'mainSteps.0.precondition.StringEquals.1: received "Windows", allowed: Linux or MacOS',
  ],
  [
    'a time limit of the step itself',
    '    inputs:',
    "    timeoutSeconds: '60'\n    inputs:",
    'mainSteps.0: received "timeoutSeconds", allowed: a mapping of action, name, precondition, inputs; timeoutSeconds and onFailure belong inside inputs',
  ],
  [
    'an onFailure of the step itself',
    '    inputs:',
    '    onFailure: exit\n    inputs:',
    'mainSteps.0: received "onFailure",',
  ],
  [
    'a field that the agent ignores',
    '    inputs:',
    '    isEnd: true\n    inputs:',
    'mainSteps.0: received "isEnd",',
  ],
  [
    'an unknown input',
    '      onFailure: exit',
    '      onFailures: exit',
    'mainSteps.0.inputs: received "onFailures",',
  ],
  [
    'an onFailure that the agent does not know',
    'onFailure: exit',
    'onFailure: abort',
    'mainSteps.0.inputs.onFailure: received "abort", allowed: exit or successAndExit',
  ],
  [
    'a step without a time limit',
    "      timeoutSeconds: '60'\n",
    '',
    'mainSteps.0.inputs.timeoutSeconds: received nothing,',
  ],
  [
    'a time limit of 4 s',
    "timeoutSeconds: '60'",
    "timeoutSeconds: '4'",
    'mainSteps.0.inputs.timeoutSeconds: received "4",',
  ],
  [
    'a time limit over two days',
    "timeoutSeconds: '60'",
    "timeoutSeconds: '172801'",
    'mainSteps.0.inputs.timeoutSeconds: received "172801",',
  ],
  [
    'a time limit with half a reference',
    "timeoutSeconds: '60'",
    "timeoutSeconds: '1{{ Limit }}'",
    'mainSteps.0.inputs.timeoutSeconds: received "1{{ Limit }}",',
  ],
  [
    'variables of the environment, which AWS does not document',
    'runCommand:',
    "environment: { WORD: '{{ Word }}' }\n      runCommand:",
    'mainSteps.0.inputs: received "environment", allowed: a mapping of timeoutSeconds, onFailure,',
  ],
  [
    'a script with the line ends of Windows',
    'say.sh',
    'windows-lines.sh',
    'mainSteps.0.inputs.runCommand.1: received "echo\\r", allowed: one line an entry',
  ],
  [
    'a script that is not there',
    'say.sh',
    'nobody.sh',
    '!script: received "nobody.sh", allowed: names of .sh or .ps1 files',
  ],
  ['a script outside the folder', 'say.sh', '../secret.sh', '!script: received "../secret.sh",'],
  ['a document over 64 KB', 'say.sh', 'long.sh', 'the document: received "7'],
  [
    'a tag that is not ours',
    '!script',
    '!include',
    'line 20: received "Unresolved tag: !include", allowed: YAML, with the tags !script and !packed',
  ],
  [
    'a key that stands twice',
    'description:',
    'description: x\ndescription:',
    'line 4: received "Map keys must be unique',
  ],
  [
    'no steps',
    valid.slice(valid.indexOf('mainSteps:')),
    'mainSteps: []',
    'mainSteps: received [], allowed: at least one step',
  ],
];

describe('a document', () => {
  it('is accepted as it is', () => {
    expect(problemsOf(valid + secondStep)).toEqual([]);
  });

  it.each(refusals)('refuses %s', (_what, from, to, problem) => {
    expect(valid.split(from).length).toBeGreaterThan(1);
    const problems = problemsOf(valid.replace(from, () => to));
    expect(problems.filter((each) => each.startsWith(problem))).toHaveLength(1);
  });

  it('refuses two steps with the same name', () => {
    expect(problemsOf(valid + secondStep.replace('sayWordOnWindows', 'sayWord'))).toEqual([
      'mainSteps.1.name: received "sayWord", allowed: a name that no other step has',
    ]);
  });

  it('refuses PowerShell for Linux', () => {
    expect(problemsOf(valid + secondStep.replace(', Windows]', ', Linux]'))).toEqual([
      'mainSteps.1.precondition.StringEquals.1: received "Linux", allowed: Windows',
    ]);
  });

  it('accepts a pattern with alternatives inside a class or parentheses, and an escaped bracket', () => {
    const patterns = ['^[|a6]0$', '^(60|70)$', '^60[^|]?$', '^6\\(?0$', '^6\\\\?[0]$'];
    expect(patterns.flatMap((each) => problemsOf(valid.replace('^[1-9][0-9]$', () => each)))).toEqual([]);
  });

  it.each(['', 'just text', '[1, 2]', 'parameters: 7'])('refuses %j, which is not a document', (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });
});
