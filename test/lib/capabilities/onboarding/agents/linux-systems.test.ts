import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  familyOf,
  listDistributions,
  listKeys,
} from '../../../../../lib/capabilities/onboarding/agents/linux-systems.ts';

const folder = 'documents/scripts/linux';

/** What the shell prints after it has read the tables of the installer. */
function shell(text: string, ...words: string[]): string {
  const script = `. ${folder}/distributions.sh; . ${folder}/system.sh; override_for() { :; }; ${text}`;
  return execFileSync('sh', ['-c', script, 'sh', ...words], { encoding: 'utf8' }).trim();
}

describe('the distributions', () => {
  it.each(listDistributions())('have %s in the family that the installer gives it', (id) => {
    expect(shell('find_distribution "$1" 15; echo "$family$refused"', id)).toBe(familyOf(id));
  });

  it('are all that the installer knows', () => {
    const table = readFileSync(`${folder}/distributions.sh`, 'utf8');
    const patterns = [...table.matchAll(/^ +(.*)\) family=/gm)].flatMap(([, arm = '']) => arm.split(' | '));
    const known = listDistributions().filter((id) => !id.startsWith('opensuse-'));
    expect(patterns.map((pattern) => pattern.replace(/-?\*$/, '')).sort()).toEqual([...known].sort());
  });
});

describe('the keys of a system', () => {
  it.each([
    ['rhel', '9.4', {}],
    ['amzn', '2023', {}],
    ['opensuse-leap', '15.6', {}],
    ['kali', '2024.1', { kali: 'debian' }],
    ['my-os-2', '8.1', { 'my-os-2': 'rhel' }],
  ])('of %s %s are those that the installer lists', (id, release, treatAs) => {
    const [treated = id] = Object.values(treatAs);
    const keys = shell(
      'id=$1 release=$2 treated=$3; find_distribution "$3" "$2"; list_keys; echo $keys',
      ...[id, release, treated],
    );
    expect(listKeys(`${id}-${release}`, treatAs)).toEqual([...new Set(keys.split(' '))]);
  });

  it('of a family and of all are more general', () => {
    expect(listKeys('deb', {})).toEqual(['deb', 'any']);
    expect(listKeys('any', {})).toEqual(['any']);
  });

  it('are none where Muster does not know it', () => {
    expect(
      ['debain', 'rhel-x', 'kali-2024.1', 'rpm-9', 'windows'].flatMap((key) => listKeys(key, {})),
    ).toEqual([]);
  });
});
