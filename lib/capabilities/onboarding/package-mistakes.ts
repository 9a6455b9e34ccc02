/**
 * A part of an entry: its name, and what is allowed. The installers (documents/scripts) read entries in the
 * same way.
 */
const parts = [
  {
    name: 'key',
    form: /^[a-z0-9][a-z0-9._-]*$/,
    allowed: 'a system such as rhel-9, rpm, deb, windows or any',
  },
  {
    name: 'architecture',
    form: /^(x86_64|amd64|arm64|aarch64)$/,
    allowed: 'x86_64, amd64, arm64 or aarch64',
  },
  {
    name: 'address',
    form: /^(https:\/\/[A-Za-z0-9.-]+|http:\/\/127\.0\.0\.1)(:[0-9]{1,5})?\/[A-Za-z0-9._~:/=%+,-]+$/,
    allowed: 'https://HOST/PATH, without query and user name',
  },
  { name: 'SHA-256', form: /^[0-9A-Fa-f]{64}$/, allowed: '64 hexadecimal digits' },
] as const;

/**
 * Reports each wrong entry in a list of packages, and which part of it is wrong. The pattern of the parameter
 * only shows that something in the whole list is wrong. `field` is the path of the list in the configuration.
 */
export function findPackageMistakes(field: string, packages: string): string[] {
  const entries = packages.split(/\s+/).filter((entry) => entry !== '');
  return entries.flatMap((entry, index) => {
    const place = `${field}, entry ${index + 1}`;
    const [, ...found] = entry.match(/^([^/]*)\/([^=]*)=([^#]*)#(.*)$/) ?? [];
    if (found.length === 0) {
      return [`${place}: received ${JSON.stringify(entry)}; allowed: KEY/ARCHITECTURE=ADDRESS#SHA256`];
    }
    return parts.flatMap(({ name, form, allowed }, part) => {
      const received = found[part] ?? '';
      if (form.test(received)) return [];
      return [`${place}, ${name}: received ${JSON.stringify(received)}; allowed: ${allowed}`];
    });
  });
}
