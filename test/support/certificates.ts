import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate with its key, as PEM texts. */
export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
  readonly subject: string;
  readonly privateKey: KeyObject;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes a certificate of an elliptic curve, signed by `issuer` or by itself. Nothing is asked of any tool. */
export function createCertificate(options: {
  readonly subject: string;
  readonly altNames?: readonly string[];
  readonly issuer?: TestCertificate;
  readonly isAuthority?: boolean;
  /** Days from now; the default is from yesterday to tomorrow. */
  readonly fromDays?: number;
  readonly toDays?: number;
}): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { issuer, subject, isAuthority = false, altNames = [] } = options;
  const now = Date.now();
  const algorithm = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
  const extensions = [
    extension(
      oid(2, 5, 29, 19),
      sequence(...(isAuthority ? [der(0x01, Buffer.from([0xff]))] : [])),
    ),
    ...(altNames.length === 0
      ? []
      : [extension(oid(2, 5, 29, 17), sequence(...altNames.map(generalName)))]),
  ];
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    algorithm,
    toName(issuer?.subject ?? subject),
    sequence(
      time(now + (options.fromDays ?? -1) * DAY_MS),
      time(now + (options.toDays ?? 1) * DAY_MS),
    ),
    toName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, issuer?.privateKey ?? privateKey);
  const whole = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return {
    certificate: toPem('CERTIFICATE', whole),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    subject,
    privateKey,
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : [0x82, Math.floor(length / 0x100), length % 0x100];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part % 0x80];
    for (let left = Math.floor(part / 0x80); left > 0; left = Math.floor(left / 0x80)) {
      groups.unshift((left % 0x80) + 0x80);
    }
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

function toName(commonName: string): Buffer {
  const value = der(0x0c, Buffer.from(commonName, 'utf8'));
  return sequence(der(0x31, sequence(oid(2, 5, 4, 3), value)));
}

/** Generalized time, which has no century of its own. */
function time(atMs: number): Buffer {
  const text = new Date(atMs).toISOString().replace(/[-:T]|\.\d{3}/g, '');
  return der(0x18, Buffer.from(text, 'latin1'));
}

function extension(id: Buffer, value: Buffer): Buffer {
  return sequence(id, der(0x04, value));
}

function generalName(name: string): Buffer {
  if (isIP(name) === 4) return der(0x87, Buffer.from(name.split('.').map(Number)));
  if (isIP(name) === 6) return der(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1])]));
  return der(0x82, Buffer.from(name, 'latin1'));
}

function toPem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
