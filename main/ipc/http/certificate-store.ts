import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CertificateRefused } from '../../../shared/ipc/http-contract.ts';
import { CERTIFICATES_KEPT_MAX, CERTIFICATE_FILE_BYTES_MAX } from '../../../shared/limits.ts';
import type {
  AuthorityItem,
  CertificateList,
  ClientCertificateItem,
} from '../../../shared/model/http-parts.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import {
  checkPemPair,
  checkPkcs12,
  readPemCertificates,
} from '../../http/connect/read-certificate.ts';
import type { CertificateProblem } from '../../http/connect/read-certificate.ts';
import type { ClientCertificate } from '../../http/connect/client-certificate.ts';
import type { Trust } from '../../http/connect/trust.ts';
import { JsonFile } from './json-file.ts';
import type { VaultWords } from './vault-words.ts';

interface KeptClient extends ClientCertificateItem {
  readonly certificatePath: string;
  /** Empty for PKCS12, which holds both. */
  readonly keyPath: string;
}

interface KeptAuthority extends AuthorityItem {
  readonly path: string;
}

interface KeptList {
  readonly clients: readonly KeptClient[];
  readonly authorities: readonly KeptAuthority[];
}

/**
 * Client certificates and files of authorities that the user chose. The files stay where they are, and are read anew
 * with each change and each start; passphrases are in the vault.
 */
export class CertificateStore {
  readonly #file: JsonFile<KeptList>;
  readonly #words: VaultWords;
  #trust: Promise<Trust> | null = null;

  constructor(folder: string, words: VaultWords) {
    this.#file = new JsonFile<KeptList>(join(folder, 'certificates.json'), {
      clients: [],
      authorities: [],
    });
    this.#words = words;
  }

  async list(): Promise<CertificateList> {
    const { clients, authorities } = await this.#file.read();
    return {
      clients: clients.map(
        ({ certificatePath: _certificatePath, keyPath: _keyPath, ...item }) => item,
      ),
      authorities: authorities.map(({ path: _path, ...item }) => item),
    };
  }

  /** For PKCS12 one path, for PEM the certificate and its key; the two may be one file. */
  async addClient(
    host: string,
    paths: readonly string[],
    passphrase: string,
    form: ClientCertificateItem['form'],
  ): Promise<Result<ClientCertificateItem, CertificateRefused>> {
    const [certificatePath = '', keyPath = certificatePath] = paths;
    const fileName = basename(certificatePath);
    const bytes = await readSmallFile(certificatePath);
    const key = await readSmallFile(keyPath);
    if (bytes === null || key === null) return fail(toRefused(fileName, TOO_LARGE));
    const checked =
      form === 'pkcs12'
        ? checkPkcs12(bytes, passphrase)
        : checkEitherWay(bytes.toString('utf8'), key.toString('utf8'), passphrase);
    if (!checked.ok) return fail(toRefused(fileName, checked.error));
    const {
      isSwapped = false,
      subjects,
      validToMs,
    } = checked.value as typeof checked.value & {
      readonly isSwapped?: boolean;
    };
    const item: ClientCertificateItem = {
      certificateId: randomUUID(),
      host,
      form,
      subject: subjects[0] ?? '',
      validToMs,
      fileName,
    };
    if (passphrase !== '') await this.#words.write(toKey(item.certificateId), passphrase);
    await this.#change((list) => ({
      ...list,
      clients: [
        ...list.clients,
        {
          ...item,
          certificatePath: isSwapped ? keyPath : certificatePath,
          keyPath: form === 'pkcs12' ? '' : isSwapped ? certificatePath : keyPath,
        },
      ].slice(-CERTIFICATES_KEPT_MAX),
    }));
    return ok(item);
  }

  async addAuthority(path: string): Promise<Result<AuthorityItem, CertificateRefused>> {
    const fileName = basename(path);
    const bytes = await readSmallFile(path);
    if (bytes === null) return fail(toRefused(fileName, TOO_LARGE));
    const read = readPemCertificates(bytes.toString('utf8'));
    if (!read.ok) return fail(toRefused(fileName, read.error));
    const item: AuthorityItem = { certificateId: randomUUID(), fileName, ...read.value };
    await this.#change((list) => ({
      ...list,
      authorities: [...list.authorities, { ...item, path }].slice(-CERTIFICATES_KEPT_MAX),
    }));
    return ok(item);
  }

  async remove(certificateId: string): Promise<void> {
    await this.#words.write(toKey(certificateId), null);
    const isOther = (item: { readonly certificateId: string }): boolean =>
      item.certificateId !== certificateId;
    await this.#change(({ clients, authorities }) => ({
      clients: clients.filter(isOther),
      authorities: authorities.filter(isOther),
    }));
  }

  /** What connections are made with. The same object until something changes: connections are kept by it. */
  getTrust(): Promise<Trust> {
    this.#trust ??= this.#readTrust();
    return this.#trust;
  }

  async #change(change: (before: KeptList) => KeptList): Promise<void> {
    await this.#file.change(change);
    this.#trust = null;
  }

  /** A file that has gone since is left out: the server then says what it misses. */
  async #readTrust(): Promise<Trust> {
    const { clients, authorities } = await this.#file.read();
    const pems = await Promise.all(authorities.map(({ path }) => readOrNull(path)));
    const certificates = await Promise.all(clients.map((client) => this.#readClient(client)));
    return {
      authorities: pems.flatMap((bytes) => (bytes === null ? [] : [bytes.toString('utf8')])),
      clientCertificates: certificates.filter((certificate) => certificate !== null),
    };
  }

  async #readClient(client: KeptClient): Promise<ClientCertificate | null> {
    const passphrase = (await this.#words.read(toKey(client.certificateId))) ?? '';
    const bytes = await readOrNull(client.certificatePath);
    if (bytes === null) return null;
    const { host } = client;
    if (client.form === 'pkcs12') return { host, identity: { kind: 'pkcs12', bytes }, passphrase };
    const key = await readOrNull(client.keyPath);
    if (key === null) return null;
    return {
      host,
      identity: { kind: 'pem', certificate: bytes.toString('utf8'), key: key.toString('utf8') },
      passphrase,
    };
  }
}

const TOO_LARGE = { problem: 'too-large', detail: 'it is larger than any certificate' } as const;

/** A dialog gives two files in any order. */
function checkEitherWay(
  one: string,
  other: string,
  passphrase: string,
): Result<
  { subjects: readonly string[]; validToMs: number | null; isSwapped: boolean },
  CertificateProblem
> {
  const straight = checkPemPair(one, other, passphrase);
  if (straight.ok) return ok({ ...straight.value, isSwapped: false });
  const swapped = checkPemPair(other, one, passphrase);
  if (swapped.ok) return ok({ ...swapped.value, isSwapped: true });
  return straight.error.problem === 'not-a-certificate' ? swapped : straight;
}

function toRefused(
  fileName: string,
  problem: Pick<CertificateRefused, 'problem' | 'detail'>,
): CertificateRefused {
  return { kind: 'certificate-refused', fileName, ...problem };
}

function toKey(certificateId: string): string {
  return `certificate:${certificateId}`;
}

/** Null: it is larger than any certificate. Rejects if it cannot be read. */
async function readSmallFile(path: string): Promise<Buffer | null> {
  const { size } = await stat(path);
  return size > CERTIFICATE_FILE_BYTES_MAX ? null : readFile(path);
}

async function readOrNull(path: string): Promise<Buffer | null> {
  return readSmallFile(path).catch(() => null);
}
