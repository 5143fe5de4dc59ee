import { mkdtemp, readFile, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { extractZip } from '../../scripts/zip.mjs';

interface Item {
  readonly name: string;
  readonly content: Buffer;
  readonly mode: number;
  readonly isStored?: boolean;
  readonly checksum?: number;
}

/** Writes a zip file by hand: local records, central directory, end record. */
function zipOf(items: readonly Item[], comment = ''): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const item of items) {
    const name = Buffer.from(item.name);
    const packed = item.isStored === true ? item.content : deflateRawSync(item.content);
    const extra = Buffer.from([0x55, 0x54, 1, 0, 0]);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(item.isStored === true ? 0 : 8, 4);
    shared.writeUInt32LE(item.checksum ?? crc32(item.content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(item.content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    // Only the local record has an extra field here: its lengths are its own.
    const localShared = Buffer.from(shared);
    localShared.writeUInt16LE(extra.length, 24);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), localShared, name, extra, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((item.mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    // Version 3.0, made by Unix.
    central.push(Buffer.from('PK\x01\x02'), Buffer.from([30, 3]), shared, tail, name);
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(items.length, 4);
  end.writeUInt16LE(items.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  end.writeUInt16LE(comment.length, 16);
  return Buffer.concat([
    ...locals,
    directory,
    Buffer.from('PK\x05\x06'),
    end,
    Buffer.from(comment),
  ]);
}

const FILE = 0o100644;
const PROGRAM = 0o100755;
const LINK = 0o120777;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-zip-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function unpack(zip: Buffer, place?: (name: string) => string | null): Promise<string> {
  const zipPath = join(folder, 'a.zip');
  const target = join(folder, 'target');
  await writeFile(zipPath, zip);
  await extractZip(zipPath, target, place);
  return target;
}

test('packed, stored and empty files come out as they went in', async () => {
  const long = Buffer.from('tideline '.repeat(50_000));
  const target = await unpack(
    zipOf(
      [
        { name: 'long.txt', content: long, mode: FILE },
        {
          name: 'deep/er/stored.txt',
          content: Buffer.from('as it is'),
          mode: FILE,
          isStored: true,
        },
        { name: 'empty.txt', content: Buffer.alloc(0), mode: FILE, isStored: true },
      ],
      'a comment after the end record',
    ),
  );
  expect((await readFile(join(target, 'long.txt'))).equals(long)).toBe(true);
  expect(await readFile(join(target, 'deep/er/stored.txt'), 'utf8')).toBe('as it is');
  expect((await stat(join(target, 'empty.txt'))).size).toBe(0);
});

test.skipIf(process.platform === 'win32')('permissions and symbolic links are kept', async () => {
  const target = await unpack(
    zipOf([
      { name: 'bin/link', content: Buffer.from('../run'), mode: LINK },
      { name: 'run', content: Buffer.from('#!'), mode: PROGRAM },
      { name: 'plain', content: Buffer.from('x'), mode: FILE },
    ]),
  );
  expect((await stat(join(target, 'run'))).mode & 0o777).toBe(0o755);
  expect((await stat(join(target, 'plain'))).mode & 0o777).toBe(0o644);
  expect(await readlink(join(target, 'bin/link'))).toBe('../run');
});

test('an entry can be renamed or left out', async () => {
  const target = await unpack(
    zipOf([
      { name: 'App/', content: Buffer.alloc(0), mode: 0o040755, isStored: true },
      { name: 'App/Old', content: Buffer.from('x'), mode: FILE },
      { name: 'App/secret/code.js', content: Buffer.from('x'), mode: FILE },
    ]),
    (name) => {
      if (name.includes('secret')) return null;
      return name.replace('App/', '').replace('Old', 'new');
    },
  );
  expect(await readdir(target)).toEqual(['new']);
});

test.each([
  ['a path that leads out of the folder', { name: '../out', mode: FILE, content: 'x' }],
  ['an absolute path', { name: '/out', mode: FILE, content: 'x' }],
  ['a link that leads out of the folder', { name: 'a/link', mode: LINK, content: '../../out' }],
  ['an absolute link', { name: 'link', mode: LINK, content: '/etc' }],
])('%s is refused', async (_what, { name, mode, content }) => {
  await expect(unpack(zipOf([{ name, mode, content: Buffer.from(content) }]))).rejects.toThrow();
  expect(await readdir(folder)).not.toContain('out');
});

test('damaged content is noticed', async () => {
  const zip = zipOf([{ name: 'a', content: Buffer.from('abc'), mode: FILE, checksum: 1 }]);
  await expect(unpack(zip)).rejects.toThrow();
});

test('a file that is no zip, or is cut off, is refused', async () => {
  const zip = zipOf([{ name: 'a', content: Buffer.from('abc'), mode: FILE }]);
  await expect(unpack(Buffer.from('no zip at all, only some text'))).rejects.toThrow();
  await expect(unpack(zip.subarray(0, zip.length - 30))).rejects.toThrow();
  await expect(unpack(Buffer.alloc(0))).rejects.toThrow();
});
