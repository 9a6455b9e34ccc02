import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../programs.ts';
import type { Identity } from './web-server.ts';

/** Whether this machine can make certificates. */
export const canCertify = findProgram('openssl') !== undefined;
if (!canCertify) process.stderr.write('downloads by https are not tested: there is no openssl here\n');

const config = `[ca]
default_ca = own
[own]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
x509_extensions = server
[any]
commonName = supplied
[server]
subjectAltName = IP:127.0.0.1
[req]
distinguished_name = name
[name]
`;

/** An authority in a folder of its own, which certifies servers on 127.0.0.1. Remove the folder in the end. */
export class Authority {
  readonly folder = mkdtempSync(join(tmpdir(), 'muster-authority-'));
  /** The file with its own certificate. */
  readonly file = join(this.folder, 'ca.pem');
  #count = 0;

  constructor() {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, 'config'), config);
    writeFileSync(join(this.folder, 'index'), '');
    writeFileSync(join(this.folder, 'serial'), '01\n');
    this.#run(`req -x509 ${newKey} -keyout ca.key -out ca.pem -subj /CN=authority -days 30`);
  }

  /** A certificate that is valid between two moments: YYYYMMDDHHMMSSZ. */
  certify(from = '20200101000000Z', until = '20991231000000Z'): Identity {
    this.#count += 1;
    const name = `server${this.#count}`;
    this.#run(`req ${newKey} -keyout ${name}.key -out ${name}.csr -subj /CN=${name}`);
    this.#run(
      `ca -batch -notext -keyfile ca.key -cert ca.pem -in ${name}.csr -out ${name}.pem -startdate ${from} -enddate ${until}`,
    );
    const read = (file: string) => readFileSync(join(this.folder, file));
    return { key: read(`${name}.key`), cert: read(`${name}.pem`) };
  }

  #run(words: string): void {
    execFileSync('openssl', [...words.split(' '), '-config', 'config'], { cwd: this.folder, stdio: 'pipe' });
  }
}

const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
