// Several writers, and one that is killed. The long versions are in test/long.
import { execFile } from 'node:child_process';
import { mkdir, open, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTree } from '../../support/crash-points.ts';
import { Driver, buildDriver } from '../../support/driver.ts';
import type { DriverProgram } from '../../support/driver.ts';
import { makeFolder, openWorkspace, petStore } from '../../support/workspace-folder.ts';
import { runKillLoop, runSwitches, runWriters } from '../../support/workspace-loops.ts';

const TIMEOUT_MS = 120_000;
const run = promisify(execFile);

let program: DriverProgram;
beforeAll(async () => {
  program = await buildDriver();
}, TIMEOUT_MS);
afterAll(() => program[Symbol.asyncDispose]());

test(
  'T33: killed at any time, what was saved last is there',
  async () => {
    const { faults, saves } = await runKillLoop(program, 25, 33);
    console.info(`T33: 25 kills, ${saves} saves, lost: ${faults.length}`);
    expect(faults).toEqual([]);
    // Each of the twelve rounds that wait for the first save has one.
    expect(saves).toBeGreaterThanOrEqual(12);
  },
  TIMEOUT_MS,
);

test(
  'T48, T49: two programs edit the same files, a third reads them; no edit is lost, no file torn',
  async () => {
    const { faults, refused, checks } = await runWriters(program, 60);
    console.info(
      `T48: 120 edits, ${refused} refused and made again, lost: ${faults.length}; ${checks} checks`,
    );
    expect(faults).toEqual([]);
    expect(refused).toBeGreaterThan(0);
    expect(checks).toBeGreaterThan(1);
  },
  TIMEOUT_MS,
);

test(
  'T50: git switches branches while files are edited; every file is one of the three',
  async () => {
    const { faults, edits, refused } = await runSwitches(200, 10);
    console.info(
      `T50: 10 switches of 200 files, ${edits} edits, ${refused} refused, wrong: ${faults.length}`,
    );
    expect(faults).toEqual([]);
    expect(edits).toBeGreaterThan(5);
  },
  TIMEOUT_MS,
);

test('T51: a file that another program writes slowly is not saved back by halves', async () => {
  await using folder = await makeFolder(petStore('http://x'));
  const workspace = await openWorkspace(folder.path);
  const item = workspace.listing.tree.find(({ path }) => path === 'Feed.yml');
  if (item === undefined) throw new Error('no item');
  const read = await workspace.read(item.itemId);
  if (!read.ok || read.value.content.kind !== 'request') throw new Error('not read');
  const { version, content } = read.value;
  const change = { kind: 'request', request: { ...content.request, url: '/mine' } } as const;
  const theirs = 'info:\n  name: Theirs\n  type: http\nhttp:\n  method: GET\n  url: /theirs\n';
  const handle = await open(folder.at('Feed.yml'), 'w');
  for (const piece of [theirs.slice(0, 30), theirs.slice(30)]) {
    await handle.write(piece);
    await workspace.scan();
    expect(await workspace.save(item.itemId, version, change)).toMatchObject({
      error: { kind: 'changed-by-other' },
    });
  }
  await handle.close();
  expect(await readFile(folder.at('Feed.yml'), 'utf8')).toBe(theirs);
  await rm(folder.at('Feed.yml'));
  await workspace.scan();
  expect(await workspace.save(item.itemId, version, change)).toMatchObject({
    error: { kind: 'changed-by-other', version: null },
  });
  await folder.write('Feed.yml', theirs);
  await workspace.scan();
  expect(await workspace.read(item.itemId)).toMatchObject({
    value: { content: { request: { name: 'Theirs' } } },
  });
});

test('T46: a deleted folder of 100 requests comes back whole after a restart', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 100 }, (_, number) => [
      `Folder/Part ${number % 5}/R${number}.yml`,
      `info:\n  name: R${number}\nhttp:\n  url: http://x/${number} # ${number}\n`,
    ]),
  );
  await using folder = await makeFolder({ 'opencollection.yml': 'info:\n  name: X\n', ...files });
  const before = await readTree(folder.path);
  const first = await openWorkspace(folder.path);
  const top = first.listing.tree.find(({ path }) => path === 'Folder');
  if (top === undefined) throw new Error('no folder');
  expect(await first.delete([top.itemId])).toEqual({ ok: true, value: null });
  expect(await readdir(folder.path)).toEqual(['opencollection.yml']);
  const again = await openWorkspace(folder.path);
  const deleted = await again.listVersions(null);
  expect(deleted).toHaveLength(100);
  for (const { versionId } of deleted) expect((await again.restore(versionId)).ok).toBe(true);
  expect(await readTree(folder.path)).toEqual(before);
});

describe.runIf(process.platform === 'linux')('a hostile folder', () => {
  test(
    'T29: is listed in moments; nothing outside it is opened, and nothing in it is changed',
    async () => {
      await using outside = await makeFolder({
        'secret.yml': 'info:\n  name: Secret\nhttp:\n  url: x\n',
      });
      await using data = await makeFolder({});
      await using folder = await makeFolder({
        ...petStore('http://x'),
        'CON.yml': 'info:\n  name: Con\nhttp:\n  url: x\n',
        'a\nb.yml': 'info:\n  name: Line\nhttp:\n  url: x\n',
        '\u202Elmy.exe.yml': 'info:\n  name: Right\nhttp:\n  url: x\n',
        '...yml': 'info:\n  name: Dots\nhttp:\n  url: x\n',
        'script.yml': 'type: script\nscript: "process.exit()"\n',
      });
      await symlink(outside.at('secret.yml'), folder.at('link.yml'));
      await symlink('/etc/passwd', folder.at('passwd.yml'));
      await symlink(outside.path, folder.at('linked folder'));
      await symlink(folder.path, folder.at('Pets/loop'));
      await run('mkfifo', [folder.at('pipe.yml'), folder.at('Pets/folder.yaml')]);
      await mkdir(folder.at('pipe'), { recursive: true });
      await run('mkfifo', [folder.at('pipe/folder.yml')]);
      const large = await open(folder.at('large.yml'), 'w');
      await large.truncate(1024 ** 3);
      await large.close();
      await run('sh', [
        '-c',
        `cd '${folder.path}' && i=0 && while [ $i -lt 1200 ]; do mkdir d && cd d || exit; i=$((i+1)); done; echo 'http:' > deep.yml`,
      ]);
      const before = await listStates(folder.path);
      const trace = data.at('trace');
      await using driver = await Driver.start(program, 'open', folder.path, data.at('local'));
      await driver.trace(trace);
      const startedMs = performance.now();
      const answer = await driver.act('look');
      const tookMs = performance.now() - startedMs;
      await driver.detach();
      expect(answer?.ok).toBe(true);
      expect(tookMs).toBeLessThan(4_000);
      const opened = [
        ...(await readFile(trace, 'utf8')).matchAll(/^\d+ +openat\(.*?, "([^"]+)".*\) = \d/gm),
      ];
      expect(opened.length).toBeGreaterThan(10);
      for (const [, path = ''] of opened) {
        expect(path).toMatch(new RegExp(`^(${folder.path}|${data.path})(/|$)`));
        expect(path).not.toMatch(/secret|passwd|pipe\.yml/);
      }
      const { items, notices } = (answer as { shown: unknown }).shown as {
        items: readonly { path: string; kind: string }[];
        notices: readonly { kind: string }[];
      };
      const kindOf = (path: string): string | undefined =>
        items.find((item) => item.path === path)?.kind;
      expect(['link.yml', 'passwd.yml', 'pipe.yml', 'large.yml'].map(kindOf)).toEqual(
        Array.from({ length: 4 }, () => 'broken'),
      );
      expect(kindOf('script.yml')).toBe('other');
      expect(kindOf('CON.yml')).toBe('http');
      expect(
        items.some(({ path }) => path.startsWith('Pets/loop/') || path.startsWith('linked')),
      ).toBe(false);
      // More than is listed is there, and that is told.
      expect(notices.map(({ kind }) => kind)).toContain('limit-reached');
      expect(await listStates(folder.path)).toEqual(before);
      // rm of Node gives up on so deep a folder.
      await run('rm', ['-rf', folder.at('d')]);
    },
    TIMEOUT_MS,
  );
});

/** What find tells of everything in a folder: kind, size, mode, time of the last change. */
async function listStates(folder: string): Promise<readonly string[]> {
  const { stdout } = await run('find', [folder, '-printf', '%y %s %m %T@ %P\\0'], {
    maxBuffer: 1024 ** 3,
  });
  return stdout.split('\0').sort();
}

test(
  'T44: damage of every kind in every file is shown, and never written over',
  async () => {
    const files = Object.fromEntries(
      Array.from({ length: 50 }, (_, number) => [
        `R${number}.yml`,
        `info:\n  name: R${number}\n  type: http\nhttp:\n  method: GET\n  url: http://x/${number}\n  headers:\n    - name: A\n      value: b\n`,
      ]),
    );
    await using folder = await makeFolder(files);
    const damage: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
      truncated: (bytes) => bytes.subarray(0, bytes.length - 4),
      zeros: (bytes) => Buffer.alloc(bytes.length),
      flipped: (bytes) => {
        const flipped = Buffer.from(bytes);
        flipped[bytes.length >> 1] = (flipped[bytes.length >> 1] ?? 0) ^ 0x80;
        return flipped;
      },
      conflict: (bytes) =>
        Buffer.from(`<<<<<<< HEAD\n${bytes.toString()}=======\nx: 1\n>>>>>>> theirs\n`),
      empty: () => Buffer.alloc(0),
      binary: () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff]),
    };
    const workspace = await openWorkspace(folder.path);
    let cases = 0;
    let shown = 0;
    for (const [name, text] of Object.entries(files)) {
      for (const [kind, change] of Object.entries(damage)) {
        const bytes = change(Buffer.from(text));
        await writeFile(join(folder.path, name), bytes);
        await workspace.scan();
        await workspace.verify();
        const item = workspace.listing.tree.find(({ path }) => path === name);
        if (item === undefined) throw new Error(`${name} is hidden when ${kind}`);
        const read = await workspace.read(item.itemId);
        if (!read.ok) throw new Error(`${name} is not read when ${kind}`);
        const { content, version } = read.value;
        cases++;
        if (content.kind === 'text') {
          shown++;
          expect(item.kind).toBe('broken');
          expect(content.error).not.toBeNull();
          const request = { kind: 'request', request: await createRequest() } as const;
          for (const given of [version, 'overwrite']) {
            expect(await workspace.save(item.itemId, given, request)).toMatchObject({
              error: { kind: 'format-error' },
            });
          }
        } else expect(['truncated']).toContain(kind);
        expect(await readFile(join(folder.path, name))).toEqual(bytes);
      }
      await writeFile(join(folder.path, name), text);
    }
    console.info(`T44: ${cases} cases, ${shown} shown as broken, written over: 0`);
    expect([cases, shown > 245]).toEqual([300, true]);
  },
  TIMEOUT_MS,
);

async function createRequest() {
  const { createStoredRequest } = await import('../../../shared/model/workspace/stored-request.ts');
  return createStoredRequest('Over it');
}
