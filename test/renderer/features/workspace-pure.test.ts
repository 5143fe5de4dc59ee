import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toDiffSides } from '../../../renderer/components/diff-sides.ts';
import type { DiffSides } from '../../../renderer/components/diff-sides.ts';
import { toContentText } from '../../../renderer/features/conflict/content-text.ts';
import {
  getNeighbourPlace,
  getPlace,
  toTreeRows,
} from '../../../renderer/features/sidebar/tree-rows.ts';
import {
  completeName,
  findNames,
  findTypedName,
} from '../../../renderer/features/variables/completion.ts';
import {
  describeVariable,
  isUnresolved,
} from '../../../renderer/features/variables/variable-words.ts';
import { diffLines } from '../../../shared/diff/diff-lines.ts';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { ItemId, TreeItem } from '../../../shared/model/workspace/tree.ts';
import type { VariableView } from '../../../shared/model/workspace/variable-view.ts';

const item = (name: string, parent: string | null, kind: TreeItem['kind'] = 'http'): TreeItem => ({
  itemId: name as ItemId,
  parentId: parent as ItemId | null,
  kind,
  name,
  path: parent === null ? name : `${parent}/${name}`,
  seq: null,
  method: kind === 'http' ? 'GET' : '',
  isStream: false,
  error: null,
});

/** a, folder F (b, folder G (c)), d */
const TREE = [
  item('a', null),
  item('F', null, 'folder'),
  item('b', 'F'),
  item('G', 'F', 'folder'),
  item('c', 'G'),
  item('d', null),
];
const find = (name: string): TreeItem => TREE.find((each) => each.name === name) as TreeItem;

describe('rows of the tree', () => {
  const names = (collapsed: readonly string[], wanted: string): readonly string[] =>
    toTreeRows({ name: 'Root', tree: TREE }, new Set(collapsed as ItemId[]), wanted).map(
      (row) => `${'.'.repeat(row.level - 1)}${row.name}`,
    );

  test('children stand below their folder, unless it is closed', () => {
    expect(names([], '')).toEqual(['Root', '.a', '.F', '..b', '..G', '...c', '.d']);
    expect(names(['G'], '')).toEqual(['Root', '.a', '.F', '..b', '..G', '.d']);
    expect(names(['root'], '')).toEqual(['Root']);
  });

  test('a search shows what fits and the folders that lead to it, open or not', () => {
    expect(names(['F', 'G'], 'c')).toEqual(['Root', '.F', '..G', '...c']);
    expect(names([], 'nothing like it')).toEqual([]);
  });

  test('a closed folder counts the requests in it at any depth', () => {
    const rows = toTreeRows({ name: 'Root', tree: TREE }, new Set(['F' as ItemId]), '');
    expect(rows.find((row) => row.name === 'F')).toMatchObject({ count: 2, isOpen: false });
  });

  test.each([
    ['d', 'up', { parentId: null, beforeId: 'F' }],
    ['a', 'down', { parentId: null, beforeId: 'd' }],
    ['a', 'up', null],
    ['d', 'down', null],
    ['c', 'out', { parentId: 'F', beforeId: null }],
    ['b', 'out', { parentId: null, beforeId: 'd' }],
    ['a', 'out', null],
    ['d', 'in', { parentId: 'F', beforeId: null }],
    ['a', 'in', null],
  ] as const)('%s moves %s', (name, step, place) => {
    expect(getNeighbourPlace(TREE, find(name), step)).toEqual(place);
  });

  test('a drop goes before, into or after a row', () => {
    const rows = toTreeRows({ name: 'Root', tree: TREE }, new Set(), '');
    const at = (name: string) => rows.find((row) => row.name === name) as (typeof rows)[number];
    expect(getPlace(TREE, at('b'), 'before')).toEqual({ parentId: 'F', beforeId: 'b' });
    expect(getPlace(TREE, at('b'), 'after')).toEqual({ parentId: 'F', beforeId: 'G' });
    expect(getPlace(TREE, at('G'), 'inside')).toEqual({ parentId: 'G', beforeId: null });
    expect(getPlace(TREE, at('Root'), 'inside')).toEqual({ parentId: null, beforeId: null });
  });
});

describe('two texts beside each other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
  const compare = (left: string, right: string): readonly DiffSides[] =>
    toDiffSides(diffLines(left, right).lines);

  test('both sides can be read back, and only equal lines are the same', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const lines = compare(left.join('\n'), right.join('\n'));
        const side = (key: 'left' | 'right'): string =>
          lines.flatMap((line) => line[key] ?? []).join('\n');
        expect(side('left')).toBe(left.join('\n'));
        expect(side('right')).toBe(right.join('\n'));
        for (const line of lines) expect(line.kind === 'same').toBe(line.left === line.right);
      }),
    );
  });

  test('one changed line leaves the others alone', () => {
    expect(compare('a\nb\nc', 'a\nB\nc').map(({ kind }) => kind)).toEqual([
      'same',
      'changed',
      'same',
    ]);
  });

  test('a secret of an environment and what is off are told apart', () => {
    const variable = { isEnabled: true, description: '' };
    const content = toContentText({
      kind: 'environment',
      environment: {
        name: 'Local',
        color: '',
        description: '',
        extends: '',
        dotEnvPath: '',
        variables: [
          { name: 'key', value: '', isSecret: true, ...variable },
          { name: 'id', value: '7', isSecret: false, ...variable, isEnabled: false },
        ],
      },
    });
    expect(content).toContain('key: (secret)');
    expect(content).toContain('# id: 7');
  });

  test('settings that say nothing are no line', () => {
    const request = { ...createStoredRequest('A'), url: 'http://a.test' };
    expect(toContentText({ kind: 'request', request })).toBe('Name: A\nGET http://a.test');
  });
});

describe('names in braces', () => {
  test.each([
    ['{{', 2, ''],
    ['x={{pe', 6, 'pe'],
    ['{{ pe', 5, 'pe'],
    ['{{a}}', 5, null],
    ['{{a}}{{b', 8, 'b'],
    ['{a', 2, null],
  ])('%s with the caret at %i is typed as %s', (text, caret, typed) => {
    expect(findTypedName(text, caret)?.typed ?? null).toBe(typed);
  });

  test('the name is put in and the braces are closed once', () => {
    const put = (text: string, caret: number) => {
      const typed = findTypedName(text, caret);
      if (typed === null) throw new Error('nothing is typed');
      return completeName(text, typed, 'petId');
    };
    expect(put('a/{{pe', 6)).toEqual({ text: 'a/{{petId}}', caret: 11 });
    expect(put('a/{{pe}}/b', 6)).toEqual({ text: 'a/{{petId}}/b', caret: 11 });
    expect(put('a/{{pe/b', 6)).toEqual({ text: 'a/{{petId}}/b', caret: 11 });
  });

  test('names that begin with what is typed stand first', () => {
    expect(findNames(['myId', 'id', 'identity', 'x'], 'id', 8)).toEqual(['id', 'identity', 'myId']);
  });

  const view: VariableView = {
    name: 'token',
    scope: 'environment',
    origin: 'Local',
    value: null,
    isSecret: true,
    isMissing: false,
    isNested: false,
    hides: [{ scope: 'collection', origin: 'Shop' }],
  };

  test('it is told where a value comes from and what it hides; a secret is not shown', () => {
    expect(describeVariable('token', view)).toBe(
      'token = a secret, from the environment Local, over the collection Shop',
    );
    expect(describeVariable('token', { ...view, isNested: true, hides: [] })).toBe(
      'token = a secret, from the environment Local; it holds {{ itself, which is sent as it stands',
    );
    expect(describeVariable('nope', undefined)).toBe('nope has no value');
  });

  test('nothing is marked while the variables are not known', () => {
    expect(isUnresolved('nope', null)).toBe(false);
    expect(isUnresolved('nope', new Map())).toBe(true);
    expect(isUnresolved('token', new Map([['token', { ...view, isMissing: true }]]))).toBe(true);
    expect(isUnresolved('token', new Map([['token', view]]))).toBe(false);
  });
});
