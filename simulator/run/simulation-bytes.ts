import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Computes the fingerprint of a folder as the CDK does for an asset (aws-cdk-lib, core/lib/fs/fingerprint): a hash of
 * the option for links, and of the name and content of every file in order. Bundles have no links and no options.
 */
function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  const addField = (header: string, value: string) => hash.update(`\u0001${header}\u0002${value}\u0003`);
  addField('options.extra', '');
  addField('options.follow', 'external');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const content = readFileSync(join(folder, file));
    addField(`file:${file}`, `${content.length}:${createHash('sha256').update(content).digest('hex')}`);
  }
  return hash.digest('hex');
}

/** True if the content of an asset's folder matches its name, `asset.<fingerprint>`. */
export function isAsDeployed(folder: string): boolean {
  return basename(folder) === `asset.${fingerprint(folder)}`;
}
