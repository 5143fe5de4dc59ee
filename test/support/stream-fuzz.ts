import { cutAt, frameChunks, toReference } from './framed.ts';
import { readReference } from './reference-parser.ts';

/** Pieces that streams are made of; every rule of the standard and every trap is among them. */
const PIECES: readonly (string | Uint8Array)[] = [
  'data: a',
  'data:b',
  'data:  two spaces',
  'data',
  'data:',
  'dat',
  'DATA: x',
  ' data: x',
  'data : x',
  'id: 1',
  'id:7',
  'id',
  'id:',
  'id: a\0b',
  'id: ünï 🌊',
  'event: x',
  'event:',
  'event',
  'event: a:b',
  'retry: 5',
  'retry: 5x',
  'retry:',
  'retry: -1',
  'retry: ٣',
  'retry: 00012',
  ': comment',
  ':',
  '::',
  'foo: bar',
  'foo',
  'é🌊',
  '\uFEFF',
  '\0',
  '\n',
  '\r',
  '\r\n',
  '\n\n',
  '\r\n\r\n',
  '\r\r',
  '\n\r',
  '\n',
  '\n',
  Uint8Array.of(0xef, 0xbb),
  Uint8Array.of(0xf0, 0x9f, 0x8c),
  Uint8Array.of(0x80),
  Uint8Array.of(0xc3, 0x28),
  Uint8Array.of(0xed, 0xa0, 0x80),
];

/** A stream made of random pieces, some of its bytes changed now and then. */
export function makeStream(random: () => number): Buffer {
  const count = 1 + Math.floor(random() * 24);
  const pieces: Uint8Array[] = [];
  for (let index = 0; index < count; index++) {
    pieces.push(Buffer.from((PIECES[Math.floor(random() * PIECES.length)] ?? '') as Uint8Array));
    if (random() < 0.5) pieces.push(Buffer.from('\n'));
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length > 0 && random() < 0.2) {
    bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  }
  return bytes;
}

/** Random places to cut at, at least one. */
export function makeCuts(random: () => number, length: number): readonly number[] {
  const count = 1 + Math.floor(random() * 6);
  return Array.from({ length: count }, () => Math.floor(random() * (length + 1)));
}

/** A stream that two readings differ on. */
export interface Difference {
  readonly seed: number;
  readonly bytes: string;
  readonly got: unknown;
  readonly expected: unknown;
}

/** Compares the product with the reference on `inputs` streams; the first difference, or null. */
export function findDifference(
  seed: number,
  inputs: number,
  createRandom: (seed: number) => () => number,
): Difference | null {
  const random = createRandom(seed);
  for (let input = 0; input < inputs; input++) {
    const bytes = makeStream(random);
    const got = toReference(frameChunks(cutAt(bytes, makeCuts(random, bytes.length))));
    const expected = readReference(bytes);
    if (JSON.stringify(got) !== JSON.stringify(expected)) {
      return { seed, bytes: bytes.toString('hex'), got, expected };
    }
  }
  return null;
}

/** Cuts random streams in many ways until `cuts` cuts were made; the first that changes an entry, or null. */
export function findCutThatMatters(
  seed: number,
  cuts: number,
  createRandom: (seed: number) => () => number,
): Difference | null {
  const random = createRandom(seed);
  for (let made = 0; made < cuts;) {
    const bytes = makeStream(random);
    const whole = JSON.stringify(frameChunks([bytes]));
    for (let way = 0; way < 40; way++) {
      const places = makeCuts(random, bytes.length);
      made += places.length;
      const got = JSON.stringify(frameChunks(cutAt(bytes, places)));
      if (got !== whole) {
        return {
          seed,
          bytes: `${bytes.toString('hex')} cut at ${places.join()}`,
          got,
          expected: whole,
        };
      }
    }
  }
  return null;
}
