import { afterEach, describe, expect, it } from 'vitest';
import { loadDocument } from '../../../lib/documents/load-document.ts';
import { renderStep } from '../scripts/install-agent/agent.ts';
import { type NodeOptions, PretendNode } from '../scripts/install-agent/node.ts';
import { nodeShells } from '../scripts/programs.ts';

const content = loadDocument('documents/inventory/custom-inventory.yaml');
const facts = { Rack: 'A4', Room: "North 2; $(reboot) `x` 'y' %s \\ ".replace('\\ ', '') };
const nodes: PretendNode[] = [];
const id = 'i-00000000000000001';
const file = `state/${id}/inventory/custom/RackInformation.json`;

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
      Content: JSON.stringify(facts),
      ...values,
    });
    const agent = { AWS_SSM_INSTANCE_ID: id };
    return node.run({ ...step, environment: { ...step.environment, ...agent, ...environment } }, shell);
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
    expect((await write(node, { Content: '{"Rack":"B1"}' })).code).toBe(0);
    expect(JSON.parse(node.read(file)).Content).toEqual({ Rack: 'B1' });
    expect(node.has(`${file}.new`)).toBe(false);
  });

  it('is kept from other users', async () => {
    const node = launch();
    await write(node, {});
    expect(node.mode(file)).toBe(0o600);
  });

  it.each([
    ['a type that is a path', { MUSTER_TYPE_NAME: '../../x' }, 26],
    ['no type', { MUSTER_TYPE_NAME: '' }, 26],
    ['content that is no object', { MUSTER_CONTENT: '[1]' }, 26],
    ['an empty object', { MUSTER_CONTENT: '{}' }, 26],
    ['no id of the node', { AWS_SSM_INSTANCE_ID: '' }, 29],
    ['an id that is a path', { AWS_SSM_INSTANCE_ID: '../x' }, 29],
  ])('refuses %s, and writes nothing', async (_, environment, code) => {
    const node = launch();
    expect((await write(node, {}, environment)).code).toBe(code);
    expect(node.has('state')).toBe(false);
  });

  it('shows what it refuses, as one line of printable ASCII', async () => {
    const { lines } = await write(
      launch(),
      {},
      { MUSTER_TYPE_NAME: `[:print:] \\040-~\t\u007f\né${'x'.repeat(200)}` },
    );
    // Two question marks for the two bytes of é.
    const shown = `[:print:] \\040-~?????${'x'.repeat(160 - 21)}`;
    expect(lines).toEqual([expect.stringContaining(`TypeName is '${shown}'`)]);
  });

  it('says so when it cannot write', async () => {
    const node = launch();
    node.write('state', 'a file where the folder should be');
    const { code, lines } = await write(node, {});
    expect(code).toBe(29);
    expect(lines.at(-1)).toContain('cannot be written');
  });
});

describe('the Windows half of the document', () => {
  it('passes the same parameters through the environment', () => {
    const [linux, windows] = content.mainSteps;
    const [ofLinux, ofWindows] = [linux, windows].map((step) =>
      step !== undefined && 'environment' in step.inputs ? step.inputs.environment : undefined,
    );
    const { MUSTER_STATE_DIRECTORY: _, ...shared } = ofLinux ?? {};
    expect(windows?.precondition).toEqual({ StringEquals: ['platformType', 'Windows'] });
    expect(ofWindows).toEqual(shared);
  });
});
