/** A time-stamp authority on this machine, made with `openssl ts`; its files stand in a folder of the test's own. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { timestampRequest } from '../../../lib/cases/anchor/timestamp.ts';
import { type Certificate, certificatesOf } from '../../../lib/cases/anchor/x509.ts';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
export const RSA = ['rsa:2048'];

interface Options {
  /** Arguments of `-newkey`. */
  key?: string[];
  /** Validity of the authority's own certificate, as openssl writes times (`YYYYMMDDHHMMSSZ`); a year from now when left out. */
  from?: string;
  to?: string;
  /** Extensions of its certificate beside those of every authority. */
  usage?: string;
  digest?: string;
  /** Its certificate is signed with RSASSA-PSS. */
  pss?: boolean;
  /** Whether answers hold the certificates. */
  certs?: boolean;
}

const time = (ms: number): string => new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');

export class Authority {
  readonly name: string;
  readonly #dir: string;
  constructor(dir: string, name: string, options: Options = {}) {
    this.#dir = dir;
    this.name = name;
    const { key = RSA, usage = 'extendedKeyUsage=critical,timeStamping', digest = 'sha256' } = options;
    const [ca, own] = [`${name}-ca`, name];
    const newKey = ['-newkey', ...key, '-nodes'];
    this.#run('req', '-x509', ...newKey, ...this.#files(ca), '-subj', `/CN=${name} root`, '-days', '3650');
    this.#run('req', ...newKey, '-keyout', `${own}.key`, '-out', `${own}.csr`, '-subj', `/CN=${name}`);
    writeFileSync(
      this.#at(`${own}.ext`),
      `basicConstraints=CA:FALSE\nsubjectKeyIdentifier=hash\nkeyUsage=critical,digitalSignature\n${usage}\n`,
    );
    // `openssl ca` is the one that takes both ends of a validity, also in the past.
    writeFileSync(
      this.#at(`${own}.db.cnf`),
      `[ca]\ndefault_ca=c\n[c]\ndatabase=${this.#at(`${own}.db`)}\nnew_certs_dir=${dir}\ncertificate=${this.#at(`${ca}.pem`)}\nprivate_key=${this.#at(`${ca}.key`)}\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n`,
    );
    writeFileSync(this.#at(`${own}.db`), '');
    const [from, to] = [options.from ?? time(Date.now() - 3_600_000), options.to ?? time(Date.now() + 3e10)];
    this.#run(
      'ca',
      '-batch',
      '-notext',
      '-config',
      `${own}.db.cnf`,
      '-in',
      `${own}.csr`,
      '-out',
      `${own}.pem`,
      '-startdate',
      from,
      '-enddate',
      to,
      '-extfile',
      `${own}.ext`,
      ...(options.pss ? ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'] : []),
    );
    writeFileSync(
      this.#at(`${own}.cnf`),
      `[tsa]\ndefault_tsa=t\n[t]\nserial=${this.#at(`${own}.serial`)}\nsigner_cert=${this.#at(`${own}.pem`)}\nsigner_key=${this.#at(`${own}.key`)}\n${
        options.certs === false ? '' : `certs=${this.#at(`${ca}.pem`)}\n`
      }signer_digest=${digest}\ndefault_policy=1.2.3.4.1\ndigests=sha256,sha384,sha512\naccuracy=secs:1\ness_cert_id_alg=sha256\n`,
    );
    writeFileSync(this.#at(`${own}.serial`), '01');
  }

  /** Its answer to a request; by default to one as this product writes it. */
  stamp(sha256: string, request: Uint8Array = timestampRequest(sha256)): Uint8Array<ArrayBuffer> {
    writeFileSync(this.#at('request.tsq'), request);
    this.#run(
      'ts',
      '-reply',
      '-config',
      this.#at(`${this.name}.cnf`),
      '-queryfile',
      this.#at('request.tsq'),
      '-out',
      this.answerPath,
    );
    return new Uint8Array(readFileSync(this.answerPath));
  }

  /** The same check by openssl itself; throws where it does not agree. */
  verify(sha256: string): void {
    this.#run('ts', '-verify', '-digest', sha256, '-in', this.answerPath, '-CAfile', this.caPath);
  }

  get answerPath(): string {
    return this.#at(`${this.name}.tsr`);
  }
  get caPath(): string {
    return this.#at(`${this.name}-ca.pem`);
  }
  get ca(): Certificate[] {
    return certificatesOf(readFileSync(this.caPath, 'utf8'));
  }
  /** Its own certificate with its root's. */
  get chain(): Certificate[] {
    return [...certificatesOf(readFileSync(this.#at(`${this.name}.pem`), 'utf8')), ...this.ca];
  }

  #at(file: string): string {
    return join(this.#dir, file);
  }
  #files(name: string): string[] {
    return ['-keyout', `${name}.key`, '-out', `${name}.pem`];
  }
  #run(...args: string[]): void {
    const run = spawnSync('openssl', args, { encoding: 'utf8', cwd: this.#dir });
    if (run.status !== 0) throw new Error(`openssl ${args[0]}: ${run.stderr}`);
  }
}
