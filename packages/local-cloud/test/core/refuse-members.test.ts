import { describe, expect, it } from 'vitest';
import { refuseMembers } from '../../src/core/refuse-members.ts';

const check = (input: { Force?: boolean; Other?: string }) => () =>
  refuseMembers('DoIt', input, ['Force', 'Other']);

describe('members that are not emulated', () => {
  it('refuses the first by its name and operation', () => {
    expect(check({ Other: '' })).toThrow('does not emulate DoIt with Other');
    expect(check({ Force: true })).toThrow('DoIt with Force');
  });

  it('may be absent or false', () => {
    expect(check({})).not.toThrow();
    expect(check({ Force: false })).not.toThrow();
  });
});
