import type { Secrets } from './agent-part.ts';

/** Packages in the form that the installers read: `KEY/ARCH=ADDRESS#SHA256`, separated by spaces. */
export function packageEntries(packages: Readonly<Record<string, string>>): string {
  return Object.entries(packages)
    .map(([key, address]) => `${key}=${address}`)
    .join(' ');
}

/** Where each secret comes from, by its variable: `parameter:NAME`, `secret:NAME` or `secret:NAME#KEY`. */
export function secretAddresses(secrets: Secrets): [variable: string, address: string][] {
  return Object.entries(secrets).map(([variable, source]) => {
    if ('parameter' in source) return [variable, `parameter:${source.parameter}`];
    const key = source.key === undefined ? '' : `#${source.key}`;
    return [variable, `secret:${source.secret}${key}`];
  });
}

/** The same as `VARIABLE=ADDRESS`. */
export function secretEntries(secrets: Secrets): string[] {
  return secretAddresses(secrets).map(([variable, address]) => `${variable}=${address}`);
}
