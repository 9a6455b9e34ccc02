import { describe, expect, it } from 'vitest';
import { documentPlatforms, loadDocument } from '../../../lib/documents/load-document.ts';
import { readScript } from '../../../lib/documents/script-parts.ts';
import { load, prepareFolder, problemsOf, scriptInputs, secondStep, valid } from './document-folder.ts';

prepareFolder();

describe('loading a document', () => {
  it('puts the parts of the script into it, one line for each entry, without empty lines and comments', () => {
    const lines = ["word='{{ Word }}'", 'printf "%s\\n" "$word" # now', 'exit 0'];
    expect(scriptInputs(load(valid)).runCommand).toEqual(lines);
    const alone = valid.replace(/runCommand:\s+- word.*\s+- /, 'runCommand: ');
    expect(scriptInputs(load(alone)).runCommand).toEqual(lines.slice(1));
  });

  it('gives plain content that survives JSON', () => {
    const content = load(valid);
    expect(JSON.parse(JSON.stringify(content))).toEqual(content);
  });

  it('takes other defaults from the configuration', () => {
    const { parameters } = load(valid, { Word: 'bye7', Colour: 'green' });
    expect([parameters['Word']?.default, parameters['Colour']?.default]).toEqual(['bye7', 'green']);
    expect(parameters['Limit']?.default).toBe('60');
  });

  it('knows the platforms that have a step', () => {
    expect(documentPlatforms(load(valid))).toEqual(['Linux']);
    expect(documentPlatforms(load(valid.replace(', Linux]', ', MacOS]')))).toEqual(['MacOS']);
    expect(documentPlatforms(load(valid + secondStep))).toEqual(['Linux', 'Windows']);
  });

  it('refuses all mistakes at once, each with its field, its value and what is allowed', () => {
    const text = valid
      .replace("'2.2'", '2.2')
      .replace('name: sayWord', 'name: x')
      .replace("'60'\n      onFailure", "'4'\n      onFailure")
      .replace('{{ Word }}', '{{ Wrod }}');
    expect(problemsOf(text, { Nobody: 'x', Word: 'hello; reboot' })).toEqual([
      'parameters: received "Nobody", allowed: Word, Colour, Limit',
      "schemaVersion: received 2.2, allowed: '2.2', in quotes",
      'parameters.Word.default: received "hello; reboot", allowed: text that matches ^(hello|bye)[0-9]{0,3}$',
      'mainSteps.0.name: received "x", allowed: a name of 3 to 128 letters, digits and _',
      'mainSteps.0.inputs.timeoutSeconds: received "4", allowed: 5 to 172800 seconds, or one {{ Parameter }}',
      `mainSteps.0.inputs.runCommand.0: received "word='{{ Wrod }}'", allowed: references to Word, Colour, Limit`,
    ]);
  });

  it('refuses a missing file', () => {
    expect(() => loadDocument('documents/command/nobody.yaml')).toThrow(
      'documents/command/nobody.yaml: the document: received nothing, allowed: a file that exists',
    );
  });
});

describe('the documents of this project', () => {
  const script = readScript(['linux/installer.list']);
  const installer = 'lines' in script ? script.lines : [];

  it.each([
    ['install-agent-linux', 'Linux'],
    ['install-agent-windows', 'Windows'],
  ])('%s is only for %s, in one step', (name, platform) => {
    const content = loadDocument(`documents/command/${name}.yaml`);
    expect(documentPlatforms(content)).toEqual([platform]);
    expect(content.mainSteps).toHaveLength(1);
  });

  it.each(['install-agent-linux', 'install-agent-windows'])(
    '%s hands every parameter to its script',
    (name) => {
      const { parameters, mainSteps } = loadDocument(`documents/command/${name}.yaml`);
      const text = JSON.stringify(mainSteps);
      const references = [...text.matchAll(/\{\{ (\w+) \}\}/g)].map((match) => match[1]);
      expect([...new Set(references)].sort()).toEqual(Object.keys(parameters).sort());
    },
  );

  it.each(['install-agent-linux', 'install-agent-windows'])(
    '%s reads every variable that it assigns',
    (name) => {
      const { runCommand } = scriptInputs(loadDocument(`documents/command/${name}.yaml`));
      const script = name.endsWith('linux') ? installer : runCommand;
      const variables = runCommand.flatMap((line) => /^\$?(\w+) ?= ?'\{\{/.exec(line)?.[1] ?? []);
      expect(variables.length).toBeGreaterThan(5);
      const uses = (variable: string) => script.filter((line) => new RegExp(`\\$${variable}\\b`).test(line));
      expect(variables.filter((variable) => uses(variable).length < 1)).toEqual([]);
    },
  );

  it('keeps the state of a Linux node where only root can write', () => {
    expect(installer).toContain("readonly state='/var/lib/muster'");
  });
});

describe('aliases', () => {
  const nine = (name: string) => `[${Array(9).fill(`*${name}`).join(', ')}]`;
  const bomb = ['b', 'c', 'd', 'e', 'f', 'g', 'h'].map(
    (name, index) => `${name}: &${name} ${nine(String.fromCharCode(97 + index))}`,
  );

  it.each([
    ['that multiply without end', `${valid}\na: &a [1, 2]\n${bomb.join('\n')}\n`, 'Excessive alias count'],
    ['without an anchor', valid.replace("'2.2'", '*nobody'), 'Unresolved alias'],
  ])('refuses those %s, in one line with the file', (_, text, what) => {
    const problems = problemsOf(text);
    expect(problems.filter((problem) => problem.includes(what))).toHaveLength(1);
  });
});
