import { afterEach, describe, expect, it } from 'vitest';
import { type CommandDocument, loadDocument } from '../../../lib/documents/load-document.ts';
import { renderStep } from '../scripts/linux/agent.ts';
import { type NodeOptions, PretendNode } from '../scripts/linux/node.ts';
import { nodeShells } from '../scripts/programs.ts';

const content = loadDocument('documents/inventory/custom-inventory.yaml');
const facts = { Rack: 'A4', Room: "North 2; $(reboot) `x` 'y' %s \\ ".replace('\\ ', '') };
const encode = (text: string) => Buffer.from(text).toString('base64');
const nodes: PretendNode[] = [];
const id = 'i-00000000000000001';
const file = `var/lib/amazon/ssm/${id}/inventory/custom/RackInformation.json`;

afterEach(() => {
  for (const node of nodes.splice(0)) node.remove();
});

function launch(options?: NodeOptions): PretendNode {
  const node = new PretendNode(options);
  nodes.push(node);
  return node;
}

/** The document is rendered as the SSM agent renders it, and run by each shell that a node may have as /bin/sh. */
describe.each(nodeShells)('custom inventory under %s', (_name, shell) => {
  const write = (node: PretendNode, values: Record<string, string>, environment = {}) => {
    const step = renderStep(content, {
      TypeName: 'RackInformation',
      Content: encode(JSON.stringify(facts)),
      ...values,
    });
    return node.run({ ...step, environment: { AWS_SSM_INSTANCE_ID: id, ...environment } }, shell);
  };

  it('is a file in the form that the SSM agent reads', async () => {
    const node = launch();
    const { code, lines } = await write(node, {});
    expect(code).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(
        /^muster: outcome 0 done: .*RackInformation\.json says what Custom:RackInformation is$/,
      ),
    ]);
    expect(JSON.parse(node.read(file))).toEqual({
      SchemaVersion: '1.0',
      TypeName: 'Custom:RackInformation',
      Content: facts,
    });
  });

  it('is replaced by the next run, and leaves nothing beside it', async () => {
    const node = launch();
    await write(node, {});
    expect((await write(node, { Content: encode('{"Rack":"B1"}') })).code).toBe(0);
    expect(JSON.parse(node.read(file)).Content).toEqual({ Rack: 'B1' });
    expect(node.has(`${file}.new`)).toBe(false);
  });

  it('is kept from other users', async () => {
    const node = launch();
    await write(node, {});
    expect(node.mode(file)).toBe(0o600);
  });

  it.each([
    ['a number for a string', '{"Rack":4}'],
    ['a list', '{"Rack":["A4"]}'],
    ['a name with a small letter', '{"Rack":"A4","room":"2"}'],
    ['a second line', '{"Rack":"A4"}\n{"Room":"2"}'],
    ['a control character', '{"Rack":"A\t4"}'],
    ['a letter beyond ASCII', '{"Rack":"\u00e9"}'],
    ['a backslash', '{"Rack":"A\\n4"}'],
    ['half an object', '{"Rack":"A4"'],
  ])('refuses content with %s, and writes nothing: 26', async (_, text) => {
    const node = launch();
    expect((await write(node, { Content: encode(text) })).code).toBe(26);
    expect(node.has('var/lib/amazon')).toBe(false);
  });

  it.each([
    ['no id of the node', { AWS_SSM_INSTANCE_ID: '' }],
    ['an id that is a path', { AWS_SSM_INSTANCE_ID: '../x' }],
  ])('refuses %s, and writes nothing: 29', async (_, environment) => {
    const node = launch();
    expect((await write(node, {}, environment)).code).toBe(29);
    expect(node.has('var/lib/amazon')).toBe(false);
  });

  it('shows what it refuses, as one line of printable ASCII', async () => {
    const text = `{"A [:print:] \\040-~\t\u007f\n\u00e9${'x'.repeat(200)}`;
    const { lines } = await write(launch(), { Content: encode(text) });
    // Two question marks for the two bytes of the letter.
    const shown = `{"A [:print:] \\040-~?????${'x'.repeat(160 - 25)}`;
    expect(lines).toEqual([expect.stringContaining(`Content is '${shown}'`)]);
  });

  it('says so when it cannot write', async () => {
    const node = launch();
    node.write('var/lib/amazon', 'a file where the folder should be');
    const { code, lines } = await write(node, {});
    expect(code).toBe(29);
    expect(lines.at(-1)).toContain('cannot be written');
  });
});

describe('the Windows half of the document', () => {
  it('is given the same parameters', () => {
    const referencesOf = (step: CommandDocument['mainSteps'][number] | undefined) =>
      JSON.stringify(step?.inputs).match(/\{\{.*?\}\}/g);
    const [linux, windows] = content.mainSteps;
    expect(windows?.precondition).toEqual({ StringEquals: ['platformType', 'Windows'] });
    expect(referencesOf(windows)).toEqual(['{{ TypeName }}', '{{ Content }}']);
    expect(referencesOf(linux)).toEqual(referencesOf(windows));
  });
});
