import { expect, test } from 'vitest';
import { JsonTree } from '../../../../renderer/features/response/json-tree/json-tree.ts';
import { createTreeFinder } from '../../../../renderer/features/response/json-tree/tree-finder.ts';
import { parsePath } from '../../../../renderer/features/response/json-tree/path-text.ts';

const goOn = (): boolean => false;

async function open(text: string): Promise<JsonTree> {
  const tree = await JsonTree.open(text, () => undefined, goOn);
  if (!(tree instanceof JsonTree)) throw new Error('not JSON');
  return tree;
}

/** Rows as indented text: `key: value`, with `+` and `-` before closed and open values. */
function draw(tree: JsonTree): readonly string[] {
  return Array.from({ length: tree.rowCount }, (_, index) => {
    const row = tree.getRow(index);
    const mark = row.size === 0 ? ' ' : row.isOpen ? '-' : '+';
    const value =
      row.kind === 'scalar' ? tree.text.slice(row.from, row.to) : `${row.kind} ${row.size}`;
    return `${'  '.repeat(row.depth)}${mark}${row.key ?? row.index}: ${value}`;
  });
}

const PETS =
  ' {"id":12345678901234567890,"id":"\\u00e9","tags":["a",{"b":[]}],"none":{},"x":{"y":{"z":[1,2]}}} ';

test('a short text is open, and shows values as written', async () => {
  expect(draw(await open(PETS))).toEqual([
    '-0: object 5',
    '   id: 12345678901234567890',
    '   id: "\\u00e9"',
    '  -tags: array 2',
    '     0: "a"',
    '    -1: object 1',
    '       b: array 0',
    '   none: object 0',
    '  -x: object 1',
    '    -y: object 1',
    '      -z: array 2',
    '         0: 1',
    '         1: 2',
  ]);
});

test('closing and opening keeps the rows around in place', async () => {
  const tree = await open(PETS);
  await tree.toggle(3);
  expect(draw(tree).slice(3, 6)).toEqual([
    '  +tags: array 2',
    '   none: object 0',
    '  -x: object 1',
  ]);
  await tree.toggle(6);
  expect(tree.rowCount).toBe(7);
  await tree.toggle(6);
  await tree.toggle(3);
  // What was open inside is closed when its parent is opened again.
  expect(draw(tree).slice(3, 7)).toEqual([
    '  -tags: array 2',
    '     0: "a"',
    '    +1: object 1',
    '   none: object 0',
  ]);
});

test('paths lead to rows, and rows to paths', async () => {
  const tree = await open('{"a b":[{"c":1},{"c":{"$d":2}}],"e":null}');
  for (let row = 0; row < tree.rowCount; row += 1) {
    const steps = parsePath(tree.getPath(row));
    expect(await tree.findPath(steps ?? ['not a path'])).toBe(row);
  }
  expect(tree.getPath(2)).toBe('$["a b"][0]');
  expect(await tree.findPath(['a b', 7])).toBeNull();
  expect(await tree.findPath(['nope'])).toBeNull();
  expect(parsePath('$.a[*]')).toBeNull();
  expect(parsePath("$['it']")).toEqual(['it']);
});

test('parents are found', async () => {
  const tree = await open(PETS);
  expect([0, 1, 4, 6, 12].map((row) => tree.getParentRow(row))).toEqual([-1, 0, 3, 5, 10]);
});

test('a match is shown wherever it stands, with what is around it opened', async () => {
  const items = Array.from({ length: 5_000 }, (_, index) => `{"n":${index},"name":"pet ${index}"}`);
  const tree = await open(`[${items.join(',')}]`);
  expect(tree.rowCount).toBe(5_001);
  const found: number[] = [];
  const finder = createTreeFinder(tree, (row) => found.push(row));
  expect(await finder.find('PET 4321')).toBe(1);
  expect(found).toHaveLength(1);
  expect(tree.getRow(found[0] ?? 0)).toMatchObject({ key: 'name', depth: 2 });
  expect(tree.getPath(found[0] ?? 0)).toBe('$[4321].name');
  expect(await finder.find('$[17].n')).toBe(1);
  expect(tree.getPath(found[1] ?? 0)).toBe('$[17].n');
  expect(await finder.find('$[99999]')).toBe(0);
});

test('a newer search ends the older one', async () => {
  const tree = await open('{"a":"x","b":"y"}');
  const finder = createTreeFinder(tree, () => undefined);
  const older = finder.find('x');
  expect(await finder.find('y')).toBe(1);
  expect(await older).toBeNull();
});

test('all closed siblings open at once, up to a number', async () => {
  const tree = await open(`[${'{"a":1},'.repeat(300)}2]`);
  expect(tree.rowCount).toBe(302);
  await tree.openSiblings(1, 250);
  expect(tree.rowCount).toBe(302 + 250);
});

test('scalars, empty values and texts that are no JSON', async () => {
  expect(draw(await open(' 12.50 '))).toEqual([' 0: 12.50']);
  expect(draw(await open('[]'))).toEqual([' 0: array 0']);
  const broken = await JsonTree.open('{"a":[1,}', () => undefined, goOn);
  expect(broken).toMatchObject({ kind: 'unexpected-character', column: 9 });
  expect(
    await JsonTree.open(
      '[1]',
      () => undefined,
      () => true,
    ),
  ).toBeNull();
});

test('depth costs no stack', async () => {
  const depth = 200_000;
  const tree = await open('['.repeat(depth) + ']'.repeat(depth));
  expect(tree.rowCount).toBe(2);
});
