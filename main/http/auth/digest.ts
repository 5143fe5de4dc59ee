import { createHash, randomBytes } from 'node:crypto';
import { CHALLENGES_MAX } from '../../../shared/limits.ts';
import { parseChallenges } from './challenge.ts';
import type { Challenge } from './challenge.ts';

/** Hashes by the name of the algorithm, the strongest first. */
const HASHES: readonly (readonly [algorithm: string, hash: string])[] = [
  ['sha-512-256', 'sha512-256'],
  ['sha-256', 'sha256'],
  ['md5', 'md5'],
];

export interface DigestCredentials {
  readonly username: string;
  readonly password: string;
}

/** What one answer is made of, beside the credentials. */
export interface DigestRequest {
  readonly method: string;
  /** The request target as it is sent. */
  readonly uri: string;
  readonly cnonce: string;
  /** How often the nonce was used, this time included. */
  readonly nonceCount: number;
}

/**
 * The strongest digest challenge that can be answered, null if there is none. `qop` has to be absent or to
 * offer `auth`.
 * @see https://www.rfc-editor.org/rfc/rfc7616#section-3.7
 */
export function chooseDigest(challenges: readonly Challenge[]): Challenge | null {
  const digests = challenges.filter(
    ({ scheme, parameters }) =>
      scheme === 'digest' &&
      parameters.has('nonce') &&
      parameters.has('realm') &&
      (!parameters.has('qop') || offersAuth(parameters.get('qop') ?? '')),
  );
  for (const [algorithm] of HASHES) {
    const found = digests.find(({ parameters }) => toAlgorithm(parameters).base === algorithm);
    if (found !== undefined) return found;
  }
  return null;
}

function offersAuth(qop: string): boolean {
  return qop.split(',').some((option) => option.trim().toLowerCase() === 'auth');
}

function toAlgorithm(parameters: Challenge['parameters']): {
  readonly base: string;
  readonly isSession: boolean;
} {
  const name = (parameters.get('algorithm') ?? 'MD5').toLowerCase();
  return { base: name.replace(/-sess$/, ''), isSession: name.endsWith('-sess') };
}

/** Value of the Authorization field that answers a challenge of {@link chooseDigest}. */
export function answerDigest(
  { parameters }: Challenge,
  { username, password }: DigestCredentials,
  { method, uri, cnonce, nonceCount }: DigestRequest,
): string {
  const { base, isSession } = toAlgorithm(parameters);
  const hashName = HASHES.find(([algorithm]) => algorithm === base)?.[1] ?? 'md5';
  const hash = (text: string): string => createHash(hashName).update(text, 'utf8').digest('hex');
  const realm = parameters.get('realm') ?? '';
  const nonce = parameters.get('nonce') ?? '';
  const hasQop = parameters.has('qop');
  const nc = nonceCount.toString(16).padStart(8, '0');

  const secret = hash(`${username}:${realm}:${password}`);
  const a1 = isSession ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const a2 = hash(`${method}:${uri}`);
  const response = hasQop
    ? hash(`${a1}:${nonce}:${nc}:${cnonce}:auth:${a2}`)
    : hash(`${a1}:${nonce}:${a2}`);

  const hidesUser = parameters.get('userhash')?.toLowerCase() === 'true';
  const fields = [
    toUsername(hidesUser ? hash(`${username}:${realm}`) : username),
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${response}"`,
  ];
  const algorithm = parameters.get('algorithm');
  if (algorithm !== undefined) fields.push(`algorithm=${algorithm}`);
  const opaque = parameters.get('opaque');
  if (opaque !== undefined) fields.push(`opaque=${quote(opaque)}`);
  if (hasQop) fields.push('qop=auth', `nc=${nc}`, `cnonce=${quote(cnonce)}`);
  else if (isSession) fields.push(`cnonce=${quote(cnonce)}`);
  if (hidesUser) fields.push('userhash=true');
  return `Digest ${fields.join(', ')}`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Names beyond ASCII have a form of their own. @see https://www.rfc-editor.org/rfc/rfc7616#section-3.4.4 */
function toUsername(username: string): string {
  if (/^[\x20-\x7e]*$/.test(username)) return `username=${quote(username)}`;
  const encoded = encodeURIComponent(username).replace(
    /[*'()]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `username*=UTF-8''${encoded}`;
}

/**
 * Digest authentication over the requests of one exchange: the first challenge is answered, and its nonce is used
 * again for what follows, with a growing count. A nonce that the server calls stale is replaced.
 */
export class DigestSession {
  readonly #credentials: DigestCredentials;
  readonly #createCnonce: () => string;
  #challenge: Challenge | null = null;
  #nonceCount = 0;
  #answersInRow = 0;

  constructor(
    credentials: DigestCredentials,
    createCnonce: () => string = () => randomBytes(16).toString('base64url'),
  ) {
    this.#credentials = credentials;
    this.#createCnonce = createCnonce;
  }

  /** Value of the Authorization field, null before there was a challenge. */
  getField(method: string, uri: string): string | null {
    if (this.#challenge === null) return null;
    this.#nonceCount++;
    return answerDigest(this.#challenge, this.#credentials, {
      method,
      uri,
      cnonce: this.#createCnonce(),
      nonceCount: this.#nonceCount,
    });
  }

  /**
   * Looks at a response. True: ask again, with the answer to its challenge. `sentField` tells whether the request had
   * one; a second refusal of the same credentials is the last word.
   */
  takeResponse(status: number, values: readonly string[], sentField: boolean): boolean {
    if (status !== 401) {
      this.#answersInRow = 0;
      return false;
    }
    const challenge = chooseDigest(parseChallenges(values));
    if (challenge === null) return false;
    const isStale = challenge.parameters.get('stale')?.toLowerCase() === 'true';
    if (this.#answersInRow >= CHALLENGES_MAX || (sentField && !isStale)) return false;
    this.#answersInRow++;
    this.#challenge = challenge;
    this.#nonceCount = 0;
    return true;
  }
}
