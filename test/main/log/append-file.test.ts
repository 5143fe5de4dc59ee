import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppendFile } from '../../../main/log/append-file.ts';
import { fillDisk } from '../../support/full-disk.ts';
import { SPOOL_PENDING_BYTES_MAX } from '../../../shared/limits.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-append-'));
  path = join(folder, 'file');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a little is in the file by itself after a moment, and at once for a reader', async () => {
  const file = await AppendFile.open(path);
  void file.append(Buffer.from('one '));
  void file.append(Buffer.from('two'));
  expect((await file.read(2, 5)).toString()).toBe('e two');
  void file.append(Buffer.from(' three'));
  await expect.poll(() => readFile(path, 'utf8')).toBe('one two three');
  await file.close();
});

test('a reader gets its bytes while appends go on without a pause', async () => {
  const file = await AppendFile.open(path);
  let appended = 0;
  let isOver = false;
  const block = Buffer.alloc(1024, 'x');
  const feed = (): void => {
    if (isOver) return;
    void file.append(block);
    appended++;
    setImmediate(feed);
  };
  feed();
  for (let read = 0; read < 20; read++) {
    const size = file.size;
    expect(await file.read(size - 10, 10)).toHaveLength(10);
  }
  isOver = true;
  await file.flush();
  await file.close();
  expect((await readFile(path)).length).toBe(appended * block.length);
});

test('bytes and text stay in the order in which they came', async () => {
  const file = await AppendFile.open(path);
  let expected = '';
  for (let at = 0; at < 200; at++) {
    const word = `${at} `;
    expected += word;
    if (at % 3 === 0) void file.append(Buffer.from(word));
    else void file.appendAscii(word);
    if (at === 100) expect((await file.read(0, file.size)).toString()).toBe(expected);
    expect(file.size).toBe(expected.length);
  }
  await file.close();
  expect(await readFile(path, 'utf8')).toBe(expected);
});

test('bytes of any size, which their owner uses again, are in the file as they were', async () => {
  const file = await AppendFile.open(path);
  const memory = Buffer.alloc(700_000);
  const hash = createHash('sha256');
  // Less than a small block, more than a large one, and several writes' worth.
  const sizes = [1, 4_095, 2, 4_096, 262_144, 262_145, 5, 700_000, 65_536, 99_999, 300_000];
  for (let round = 0; round < 12; round++) {
    for (const [at, size] of sizes.entries()) {
      const bytes = memory.subarray(0, size).fill(round * sizes.length + at);
      hash.update(bytes);
      await file.append(bytes);
      memory.fill(0xff);
    }
    if (round % 4 === 3) await file.flush();
  }
  await file.close();
  const written = createHash('sha256').update(await readFile(path));
  expect(written.digest('hex')).toBe(hash.digest('hex'));
});

test('a queue over its limit holds the writer back until it is written', async () => {
  const file = await AppendFile.open(path);
  const block = Buffer.alloc(SPOOL_PENDING_BYTES_MAX / 4);
  const waits = Array.from({ length: 6 }, () => file.append(block)).filter(
    (wait) => wait instanceof Promise,
  );
  expect(waits.length).toBeGreaterThan(0);
  await Promise.all(waits);
  await file.close();
  expect((await readFile(path)).length).toBe(6 * block.length);
});

test('a failed write is told by every later call', async () => {
  const file = await AppendFile.open(path);
  await file.close();
  void file.append(Buffer.from('x'));
  await expect(file.flush()).rejects.toThrow(/closed|EBADF/);
  expect(() => file.append(Buffer.from('y'))).toThrow(/closed|EBADF/);
  await expect(file.read(0, 1)).rejects.toThrow(/closed|EBADF/);
});

test('after a failed write what was written before can be read, and only that', async () => {
  const file = await AppendFile.open(path);
  void file.append(Buffer.from('stored '));
  await file.flush();
  using _full = await fillDisk(4);
  void file.append(Buffer.from('and lost'));
  await expect(file.flush()).rejects.toMatchObject({ code: 'ENOSPC' });
  expect((await file.read(0, 7)).toString()).toBe('stored ');
  expect((await file.read(2, 9)).toString()).toBe('ored and ');
  await expect(file.read(2, 10)).rejects.toMatchObject({ code: 'ENOSPC' });
  expect((await file.readStored(2, 100)).toString()).toBe('ored and ');
  expect((await file.readStored(12, 3)).toString()).toBe('');
  expect([file.size, file.storedSize]).toEqual([15, 11]);
  expect([file.isLost(0, 11), file.isLost(5, 7)]).toEqual([false, true]);
  expect(file.getSnapshot()).toMatchObject({ sizeBytes: 11, isBroken: true });
  expect(() => file.append(Buffer.from('y'))).toThrow('ENOSPC');
  expect(await readFile(path, 'utf8')).toBe('stored and ');
  await file.close();
});
