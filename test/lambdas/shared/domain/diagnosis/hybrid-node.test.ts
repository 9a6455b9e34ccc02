import { describe, expect, it } from 'vitest';
import {
  diagnoseHybrid,
  type HybridNode,
  sortHybridNodes,
} from '../../../../../lambdas/shared/domain/diagnosis/hybrid-node.ts';
import { otherAccountId } from '../../../../accounts.ts';

const instanceId = 'i-0aa11bb22cc33dd44';
const launchedAtMs = 1000;
const instance = {
  instanceId,
  launchedAtMs,
  privateIpAddress: '172.31.14.43',
  privateDnsName: 'ip-172-31-14-43.eu-central-1.compute.internal',
};
const alike: HybridNode = {
  nodeId: 'mi-1',
  isOnline: true,
  address: '172.31.14.43',
  computerName: 'ip-172-31-14-43',
};
const elsewhere = { ...alike, address: '10.0.0.1', computerName: 'server-1' };
const find = (...nodes: HybridNode[]) => diagnoseHybrid(instance, sortHybridNodes(nodes));

describe('an instance is certainly a node', () => {
  it.each([
    // OmniSSM names the node after the account and the instance.
    ['that its activation named after it', { ...elsewhere, name: `${otherAccountId}-${instanceId}` }],
    ['whose source it is', { ...elsewhere, sourceId: instanceId }],
    [
      'whose computer name is its resource name',
      { ...elsewhere, computerName: `${instanceId}.ec2.internal` },
    ],
  ])('%s', (_name, node) => {
    expect(find(node)).toEqual({ code: 'ManagedAsHybridNode', detail: 'mi-1', certainty: 'certain' });
  });

  it('although another node has its address', () => {
    expect(find({ ...alike, nodeId: 'mi-2' }, { ...elsewhere, sourceId: instanceId })?.detail).toBe('mi-1');
  });
});

describe('an instance is perhaps a node', () => {
  const likely = { code: 'ManagedAsHybridNode', certainty: 'likely' };

  it('with the same address and computer name: an instance of another VPC or account may have both', () => {
    expect(find(alike)).toEqual({ ...likely, detail: 'mi-1, by its address and computer name' });
    expect(find({ ...alike, computerName: 'IP-172-31-14-43.corp' })).toMatchObject(likely);
  });

  it('that answers, of several that were registered one after the other', () => {
    const older = { ...alike, nodeId: 'mi-0', isOnline: false, lastPingMs: launchedAtMs + 1 };
    expect(find(older, alike)).toMatchObject({ ...likely, detail: expect.stringContaining('mi-1') });
  });

  it('whose connection was lost since its start', () => {
    const detail = 'mi-1, whose connection is lost, by its address and computer name';
    expect(find({ ...alike, isOnline: false, lastPingMs: launchedAtMs })).toEqual({ ...likely, detail });
    expect(find({ ...alike, isOnline: false })).toEqual({ ...likely, detail });
  });
});

it.each<[string, HybridNode[]]>([
  ['there is none', []],
  ['only the address is the same', [{ ...alike, computerName: 'server-1' }]],
  ['only the computer name is the same', [{ ...alike, address: '10.0.0.1' }]],
  ['two that answer fit alike', [alike, { ...alike, nodeId: 'mi-2' }]],
  ['the last that was heard of it was before the start', [{ ...alike, isOnline: false, lastPingMs: 999 }]],
  ['its name holds a longer id', [{ ...elsewhere, name: `${instanceId}5` }]],
  ['its name ends like an id', [{ ...elsewhere, name: `mi-${instanceId.slice(2)}` }]],
])('an instance is no node when %s', (_name, nodes) => {
  expect(find(...nodes)).toBeUndefined();
});

it('an instance without an address or a name is no node that has none either', () => {
  const nameless = { instanceId, launchedAtMs };
  expect(
    diagnoseHybrid(nameless, sortHybridNodes([{ nodeId: 'mi-1', isOnline: true, address: '' }])),
  ).toBeUndefined();
});
