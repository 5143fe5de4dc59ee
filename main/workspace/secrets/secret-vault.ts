import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import { readFile, rename } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { SecretsState } from '../../../shared/ipc/workspace-contract.ts';
import { ifAbsent } from '../files/folder-root.ts';
import { writeAtomically } from '../files/write-atomically.ts';

/** Encryption by the system, as far as there is one that deserves the name. */
export interface Keyring {
  /** Null: it can be used; else why not, in a sentence. */
  readonly getProblem: () => string | null;
  readonly encrypt: (text: string) => Buffer;
  /** Throws for bytes that another user or computer encrypted. */
  readonly decrypt: (bytes: Buffer) => string;
}

interface VaultFile {
  readonly guard: 'keyring' | 'passphrase';
  /** Of a passphrase: base64 of the salt, and of a text that tells whether the passphrase is right. */
  readonly salt: string;
  readonly proof: string;
  /** Ciphertext by key, base64. */
  readonly values: Readonly<Record<string, string>>;
  /** Origins that each secret was sent to, by key. */
  readonly origins: Readonly<Record<string, readonly string[]>>;
}

/** What declares secrets got another place. */
export interface PlaceMove {
  readonly from: string;
  readonly to: string;
  /** `copy`: something else still declares secrets at the old place. Values of the new place stay then. */
  readonly kind: 'move' | 'copy';
}

const EMPTY: VaultFile = { guard: 'keyring', salt: '', proof: '', values: {}, origins: {} };
const PROOF = 'tideline';
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const derive = promisify<string, Buffer, number, typeof SCRYPT, Buffer>(scrypt);

/** Names a secret of a workspace, without telling which. Keys of one place begin alike. */
export function toSecretKey(workspace: string, place: string, name: string): string {
  return `${toPlaceKey(workspace, place)}${shorten(name)}`;
}

function toPlaceKey(workspace: string, place: string): string {
  return `${shorten(JSON.stringify([workspace, place]))}.`;
}

function shorten(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}

/**
 * Values of secrets, in one file of the local data folder: encrypted by the system's keyring, or with a key that
 * is made from a passphrase. Where there is neither, values stay in memory until the program ends.
 */
export class SecretVault {
  readonly #path: string;
  readonly #keyring: Keyring;
  /** Values that were read or set, in clear. */
  readonly #values = new Map<string, string>();
  #origins = new Map<string, readonly string[]>();
  #file: VaultFile = EMPTY;
  #key: Buffer | null = null;
  #isSession = false;
  #reading: Promise<void> | null = null;
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(path: string, keyring: Keyring) {
    this.#path = path;
    this.#keyring = keyring;
  }

  async getState(): Promise<SecretsState> {
    await this.#read();
    if (this.#isSession) return { kind: 'ready', guard: 'session' };
    if (this.#key !== null) return { kind: 'ready', guard: 'passphrase' };
    if (this.#file.guard === 'passphrase') return { kind: 'locked' };
    const problem = this.#keyring.getProblem();
    return problem === null
      ? { kind: 'ready', guard: 'keyring' }
      : { kind: 'none', reason: problem };
  }

  /** Opens the vault, or makes one with this passphrase; false: the passphrase is another one. */
  async unlock(passphrase: string): Promise<boolean> {
    await this.#read();
    if (this.#file.guard === 'passphrase') {
      const key = await derive(
        passphrase,
        Buffer.from(this.#file.salt, 'base64'),
        KEY_BYTES,
        SCRYPT,
      );
      if (open(key, this.#file.proof) !== PROOF) return false;
      this.#key = key;
      for (const [name, sealed] of Object.entries(this.#file.values)) {
        const value = open(key, sealed);
        if (value !== null) this.#values.set(name, value);
      }
      return true;
    }
    const salt = randomBytes(16);
    this.#key = await derive(passphrase, salt, KEY_BYTES, SCRYPT);
    this.#isSession = false;
    const proof = seal(this.#key, PROOF);
    this.#file = { ...EMPTY, guard: 'passphrase', salt: salt.toString('base64'), proof };
    await this.#write();
    return true;
  }

  /** Keeps values in memory only, until the program ends. */
  useSession(): void {
    this.#isSession = true;
  }

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  /** Sets a value; null forgets it, and where it was sent. Rejects with the system's error. */
  async set(key: string, value: string | null): Promise<void> {
    await this.#read();
    if (value === null) this.#values.delete(key);
    else this.#values.set(key, value);
    this.#origins.delete(key);
    await this.#write();
  }

  /**
   * Lets the secrets of a workspace follow what declares them to other places, also while they are locked. Rejects
   * with the system's error.
   */
  async movePlaces(workspace: string, moves: readonly PlaceMove[]): Promise<void> {
    await this.#read();
    await this.#lastWrite.catch(() => undefined);
    const file = {
      values: new Map(Object.entries(this.#file.values)),
      origins: new Map(Object.entries(this.#file.origins)),
    };
    const open = { values: this.#values, origins: this.#origins };
    let [hasMoved, hasMovedInFile] = [false, false];
    for (const { from, to, kind } of moves) {
      const old = toPlaceKey(workspace, from);
      const next = toPlaceKey(workspace, to);
      hasMoved = moveKeys(open, old, next, kind) || hasMoved;
      hasMovedInFile = moveKeys(file, old, next, kind) || hasMovedInFile;
    }
    if (!this.#isSession && (await this.getState()).kind === 'ready') {
      if (hasMoved) await this.#write();
    } else if (hasMovedInFile) {
      // What cannot be opened now moves as it is encrypted.
      await this.#writeFile({
        ...this.#file,
        values: Object.fromEntries(file.values),
        origins: Object.fromEntries(file.origins),
      });
    }
  }

  /** Origins that a secret was sent to with the user's consent. */
  getOrigins(key: string): readonly string[] {
    return this.#origins.get(key) ?? [];
  }

  async addOrigin(key: string, origin: string): Promise<void> {
    const known = this.getOrigins(key);
    if (known.includes(origin)) return;
    this.#origins.set(key, [...known, origin]);
    await this.#write();
  }

  /**
   * Reads the file once. What cannot be decrypted any more counts as not set; a damaged file is put aside.
   * Rejects with the system's error.
   */
  #read(): Promise<void> {
    // Whoever asks while the file is being read waits for it: without it the vault looks empty.
    this.#reading ??= this.#readFile().catch((cause: unknown) => {
      this.#reading = null;
      throw cause;
    });
    return this.#reading;
  }

  async #readFile(): Promise<void> {
    // A file that cannot be read now is not taken for an empty one, which would be written over it.
    const text = await readFile(this.#path, 'utf8').catch(ifAbsent(''));
    const file = parse(text);
    if (file === null) await rename(this.#path, `${this.#path}.bad`);
    this.#file = file ?? EMPTY;
    this.#origins = new Map(Object.entries(this.#file.origins));
    if (this.#file.guard !== 'keyring' || this.#keyring.getProblem() !== null) return;
    for (const [key, sealed] of Object.entries(this.#file.values)) {
      try {
        this.#values.set(key, this.#keyring.decrypt(Buffer.from(sealed, 'base64')));
      } catch {
        // Another user's, or from before the keyring was made anew.
      }
    }
  }

  async load(): Promise<void> {
    await this.#read();
  }

  #write(): Promise<void> {
    this.#lastWrite = this.#lastWrite
      .catch(() => undefined)
      .then(async () => {
        if (this.#isSession) return;
        const state = await this.getState();
        // Nothing is ever written as if it were encrypted.
        if (state.kind !== 'ready') throw new Error('There is nothing to encrypt secrets with.');
        const sealOne = (value: string): string =>
          this.#key === null
            ? this.#keyring.encrypt(value).toString('base64')
            : seal(this.#key, value);
        const values = [...this.#values].map(([key, value]) => [key, sealOne(value)]);
        const file: VaultFile = {
          ...this.#file,
          values: Object.fromEntries(values) as VaultFile['values'],
          origins: Object.fromEntries(this.#origins),
        };
        await this.#writeFile(file);
      });
    return this.#lastWrite;
  }

  async #writeFile(file: VaultFile): Promise<void> {
    await writeAtomically(this.#path, `${JSON.stringify(file)}\n`);
    this.#file = file;
  }
}

/** True if there was something to move. Where a secret was sent goes with its value, and only with it. */
function moveKeys(
  {
    values,
    origins,
  }: {
    readonly values: Map<string, string>;
    readonly origins: Map<string, readonly string[]>;
  },
  old: string,
  next: string,
  kind: PlaceMove['kind'],
): boolean {
  const moving = [...values.keys()].filter((key) => key.startsWith(old));
  for (const key of moving) {
    const to = next + key.slice(old.length);
    if (kind === 'copy' && values.has(to)) continue;
    values.set(to, values.get(key) as string);
    const known = origins.get(key);
    if (known === undefined) origins.delete(to);
    else origins.set(to, known);
    if (kind === 'copy') continue;
    values.delete(key);
    origins.delete(key);
  }
  return moving.length > 0;
}

/** Null: the file is damaged. */
function parse(text: string): VaultFile | null {
  if (text === '') return EMPTY;
  try {
    const value = JSON.parse(text) as Partial<VaultFile>;
    return typeof value === 'object' && value !== null ? { ...EMPTY, ...value } : null;
  } catch {
    return null;
  }
}

/** AES-256-GCM: nonce, tag and ciphertext, base64. */
function seal(key: Buffer, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Null: it was sealed with another key, or was changed. */
function open(key: Buffer, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const rest = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
