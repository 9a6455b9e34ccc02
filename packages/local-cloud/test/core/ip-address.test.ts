import { describe, expect, test } from 'vitest';
import { isInBlock, parseIpAddress, parseIpBlock } from '../../src/core/ip-address.ts';

describe('addresses', () => {
  test.each([
    ['0.0.0.0', 32, 0n],
    ['10.0.0.255', 32, 0x0a0000ffn],
    ['::', 128, 0n],
    ['::1', 128, 1n],
    ['1::', 128, 1n << 112n],
    ['2001:DB8::8:800:200c:417a', 128, 0x20010db80000000000080800200c417an],
    ['1:2:3:4:5:6:7:8', 128, 0x00010002000300040005000600070008n],
  ])('%s is %i bits wide', (text, bits, value) => {
    expect(parseIpAddress(text)).toEqual({ bits, value });
  });

  test.each([
    '',
    'host',
    '1.2.3',
    '1.2.3.256',
    '1.2.3.4.5',
    '1:2:3',
    ':1',
    '1::2::3',
    '12345::',
    '1:2:3:4::5:6:7:8',
    'g::',
  ])('refuses "%s"', (text) => {
    expect(parseIpAddress(text)).toBeUndefined();
  });
});

describe('blocks', () => {
  test.each([
    ['10.1.2.3/8', '10.255.255.255', true],
    ['10.1.2.3/8', '11.0.0.0', false],
    ['10.1.2.3/32', '10.1.2.3', true],
    ['10.1.2.3/32', '10.1.2.2', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::', false],
    ['2001:db8::/33', '2001:db8:7fff::', true],
    ['2001:db8::/33', '2001:db8:8000::', false],
  ])('%s holds %s: %s', (block, address, expected) => {
    const parsedBlock = parseIpBlock(block);
    const parsedAddress = parseIpAddress(address);
    expect(parsedBlock && parsedAddress && isInBlock(parsedAddress, parsedBlock)).toBe(expected);
  });

  test.each(['10.0.0.0', '10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1'])(
    'refuses "%s"',
    (text) => {
      expect(parseIpBlock(text)).toBeUndefined();
    },
  );
});
