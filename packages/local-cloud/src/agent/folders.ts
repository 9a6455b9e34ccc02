import type { MachineSpec } from './instance-spec.ts';

const onUnix =
  '/ /bin /dev /etc /opt /sbin /tmp /usr /usr/bin /usr/local /usr/local/bin /usr/share /var /var/log /var/tmp';
const onLinux = '/home /root /var/cache /var/lib';
const onWindows = [
  'c:',
  'c:/program files',
  'c:/programdata',
  'c:/users',
  'c:/users/administrator',
  'c:/windows',
  'c:/windows/system32',
  'c:/windows/temp',
];

/** Whether an instance has a folder: one that every system of its kind has, or one that its spec names. */
export function hasFolder(spec: MachineSpec, path: string): boolean {
  const isWindows = spec.platform.type === 'Windows';
  const plain = (text: string) => {
    const [slashed, foldCase] = isWindows ? [text.replaceAll('\\', '/'), true] : [text, false];
    const trimmed = slashed.replace(/(.)\/+$/, '$1');
    return foldCase ? trimmed.toLowerCase() : trimmed;
  };
  const usual = isWindows
    ? onWindows
    : (spec.platform.type === 'Linux' ? `${onUnix} ${onLinux}` : onUnix).split(' ');
  return [...usual, ...(spec.folders ?? []).map(plain)].includes(plain(path));
}
