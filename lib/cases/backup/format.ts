/** Encrypted backups: a versioned header, a password check, and sealed blocks that cannot be cut, swapped or dropped. */
import { ProductError } from '../../base/errors.ts';
import { decodeRows, encodeRow, type TableRow } from './rows-codec.ts';

/**
 * File: `CLBACKUP` · u16 version · u32 header length · header JSON · 32 bytes password check · blocks.
 * Block: u32 length of the sealed bytes · AES-256-GCM output. The nonce is the header's 8 random bytes and the block's
 * number; the additional data is the hash of the header, the number, and whether it is the last block.
 */
export const BACKUP_VERSION = 1;
const MAGIC = new TextEncoder().encode('CLBACKUP');
/** OWASP's 2023 figure for PBKDF2 with HMAC-SHA-256. */
const ITERATIONS = 600_000;
/** A file from a stranger may not make us derive for minutes. */
const MOST_ITERATIONS = 5_000_000;
const BLOCK = 1 << 20;
const MOST_SEALED = (1 << 30) + 16;

export type RefusedWhy = 'not-a-backup' | 'newer-version' | 'truncated' | 'wrong-password' | 'damaged';

/** Thrown before anything is written anywhere; `detail` is the newer version or the damaged block's number. */
export class BackupRefused extends ProductError {
  override readonly name = 'BackupRefused';
  static {
    ProductError.register('BackupRefused', BackupRefused);
  }
  readonly why: RefusedWhy;
  readonly detail: number | null;
  constructor(why: RefusedWhy, detail: number | null = null) {
    super(`backup refused: ${why}${detail === null ? '' : ` (${detail})`}`);
    this.why = why;
    this.detail = detail;
  }
}

export interface BackupHeader {
  createdAt: string;
  /** Schema version of the database it was taken from. */
  schema: number;
  iterations: number;
  salt: string;
  nonce: string;
}

type Bytes = Uint8Array<ArrayBuffer>;
const utf8 = new TextEncoder();

/**
 * What a password gives: with it files can be written without the password at hand. The keys cannot be read out by anybody,
 * so they may be kept in the database.
 */
export interface BackupKeys {
  iterations: number;
  salt: string;
  cipher: CryptoKey;
  mac: CryptoKey;
}

/** Derives the keys for files that are written later; each file has a nonce of its own. */
export async function backupKeys(password: string, iterations: number = ITERATIONS): Promise<BackupKeys> {
  const salt = toBase64(crypto.getRandomValues(new Uint8Array(16)));
  return { salt, iterations, ...(await deriveKeys(password, { salt, iterations })) };
}

/** Writes rows, in the order given, as pieces of one file, under a password or keys made from one. `random` fills arrays (`crypto.getRandomValues`). */
export async function* writeBackup(
  rows: AsyncIterable<TableRow> | Iterable<TableRow>,
  options: {
    password: string | BackupKeys;
    createdAt: string;
    schema: number;
    random: (bytes: Bytes) => Bytes;
    iterations?: number;
  },
): AsyncGenerator<Bytes> {
  const known = typeof options.password === 'string' ? null : options.password;
  const header: BackupHeader = {
    createdAt: options.createdAt,
    schema: options.schema,
    iterations: known?.iterations ?? options.iterations ?? ITERATIONS,
    salt: known?.salt ?? toBase64(options.random(new Uint8Array(16))),
    nonce: toBase64(options.random(new Uint8Array(8))),
  };
  const headerBytes = utf8.encode(JSON.stringify(header));
  const keys =
    typeof options.password === 'string' ? await deriveKeys(options.password, header) : options.password;
  const head = new Uint8Array(MAGIC.length + 6 + headerBytes.length);
  head.set(MAGIC);
  new DataView(head.buffer).setUint16(MAGIC.length, BACKUP_VERSION, true);
  new DataView(head.buffer).setUint32(MAGIC.length + 2, headerBytes.length, true);
  head.set(headerBytes, MAGIC.length + 6);
  const headHash = await digest(head);
  yield head;
  yield await passwordCheck(keys.mac, headHash);

  let block = 0;
  let waiting: Bytes[] = [];
  let size = 0;
  const seal = async (last: boolean): Promise<Bytes> => {
    const plain = concat(waiting);
    waiting = [];
    size = 0;
    const sealed = new Uint8Array(
      await crypto.subtle.encrypt(parameters(header, headHash, block, last), keys.cipher, plain),
    );
    const out = new Uint8Array(4 + sealed.length);
    new DataView(out.buffer).setUint32(0, sealed.length, true);
    out.set(sealed, 4);
    block += 1;
    return out;
  };
  for await (const row of rows) {
    const bytes = encodeRow(row);
    waiting.push(bytes);
    size += bytes.length;
    if (size >= BLOCK) yield await seal(false);
  }
  yield await seal(true);
}

/**
 * Reads a whole backup. Everything is decrypted, checked and decoded before the rows are handed out, so a caller that
 * writes them afterwards never leaves a half-restored database. Throws BackupRefused.
 */
export async function readBackup(
  file: Bytes,
  password: string,
): Promise<{ header: BackupHeader; rows: TableRow[] }> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (!MAGIC.every((byte, i) => file[i] === byte)) {
    throw new BackupRefused(
      file.length < MAGIC.length &&
        MAGIC.subarray(0, file.length).every((b, i) => file[i] === b) &&
        file.length > 0
        ? 'truncated'
        : 'not-a-backup',
    );
  }
  if (file.length < MAGIC.length + 6) throw new BackupRefused('truncated');
  const version = view.getUint16(MAGIC.length, true);
  if (version > BACKUP_VERSION) throw new BackupRefused('newer-version', version);
  const headerLength = view.getUint32(MAGIC.length + 2, true);
  const headEnd = MAGIC.length + 6 + headerLength;
  if (headerLength > 10_000) throw new BackupRefused('damaged', 0);
  if (headEnd + 32 > file.length) throw new BackupRefused('truncated');
  const header = parseHeader(file.subarray(MAGIC.length + 6, headEnd));
  const headHash = await digest(file.slice(0, headEnd));
  const keys = await deriveKeys(password, header);
  const expected = await passwordCheck(keys.mac, headHash);
  if (!expected.every((byte, i) => byte === file[headEnd + i])) throw new BackupRefused('wrong-password');

  const rows: TableRow[] = [];
  let at = headEnd + 32;
  for (let block = 0; ; block += 1) {
    if (at + 4 > file.length) throw new BackupRefused('truncated');
    const length = view.getUint32(at, true);
    if (length < 16 || length > MOST_SEALED) throw new BackupRefused('damaged', block);
    if (at + 4 + length > file.length) throw new BackupRefused('truncated');
    const sealed = file.slice(at + 4, at + 4 + length);
    at += 4 + length;
    const last = at === file.length;
    let plain: Uint8Array;
    try {
      plain = new Uint8Array(
        await crypto.subtle.decrypt(parameters(header, headHash, block, last), keys.cipher, sealed),
      );
    } catch {
      // A block that opens as "not last" is whole: then the file ends too early.
      if (last && (await opens(header, headHash, block, keys.cipher, sealed)))
        throw new BackupRefused('truncated');
      throw new BackupRefused('damaged', block);
    }
    try {
      for (const row of decodeRows(plain)) rows.push(row);
    } catch {
      throw new BackupRefused('damaged', block);
    }
    if (last) return { header, rows };
  }
}

async function opens(
  header: BackupHeader,
  headHash: Bytes,
  block: number,
  key: CryptoKey,
  sealed: Bytes,
): Promise<boolean> {
  try {
    await crypto.subtle.decrypt(parameters(header, headHash, block, false), key, sealed);
    return true;
  } catch {
    return false;
  }
}

function parseHeader(bytes: Uint8Array): BackupHeader {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as BackupHeader;
    const fits =
      typeof value.createdAt === 'string' &&
      Number.isInteger(value.schema) &&
      Number.isInteger(value.iterations) &&
      value.iterations > 0 &&
      value.iterations <= MOST_ITERATIONS &&
      fromBase64(value.salt).length === 16 &&
      fromBase64(value.nonce).length === 8;
    if (fits) return value;
  } catch {
    // Told below: a header that cannot be read is damage, whatever the reason.
  }
  throw new BackupRefused('damaged', 0);
}

/** 64 bytes from the password: 32 for the cipher, 32 for the password check, so that neither says anything of the other. */
async function deriveKeys(
  password: string,
  header: Pick<BackupHeader, 'salt' | 'iterations'>,
): Promise<{ cipher: CryptoKey; mac: CryptoKey }> {
  const base = await crypto.subtle.importKey('raw', utf8.encode(password.normalize('NFC')), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(header.salt), iterations: header.iterations },
    base,
    512,
  );
  return {
    cipher: await crypto.subtle.importKey('raw', bits.slice(0, 32), 'AES-GCM', false, ['encrypt', 'decrypt']),
    mac: await crypto.subtle.importKey('raw', bits.slice(32), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ]),
  };
}

const passwordCheck = async (mac: CryptoKey, headHash: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.sign('HMAC', mac, headHash));

const digest = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

function parameters(header: BackupHeader, headHash: Bytes, block: number, last: boolean): AesGcmParams {
  const iv = new Uint8Array(12);
  iv.set(fromBase64(header.nonce));
  new DataView(iv.buffer).setUint32(8, block, true);
  const additionalData = new Uint8Array(headHash.length + 5);
  additionalData.set(headHash);
  new DataView(additionalData.buffer).setUint32(headHash.length, block, true);
  additionalData[headHash.length + 4] = last ? 1 : 0;
  return { name: 'AES-GCM', iv, additionalData };
}

function concat(pieces: readonly Bytes[]): Bytes {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
