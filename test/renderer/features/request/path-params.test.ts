import { expect, test } from 'vitest';
import { getPathNames, readPathParams } from '../../../../renderer/features/request/path-params.ts';

let id = 0;
const nextId = (): number => (id += 1);

test('a parameter is a whole segment of the path', () => {
  expect(getPathNames('http://a:8080/pets/:pet-id/toys/:toy/:pet-id?x=/:no#/:no')).toEqual([
    'pet-id',
    'toy',
  ]);
  expect(getPathNames('{{base}}/:a/b:c/:d.json')).toEqual(['a']);
});

test('values follow names, and a name that is typed keeps its value', () => {
  const first = readPathParams('/pets/:i', [], nextId).map((row) => ({ ...row, value: '7' }));
  const typed = readPathParams('/pets/:id', first, nextId);
  expect(typed).toMatchObject([{ id: first[0]?.id, name: 'id', value: '7' }]);
  const more = readPathParams('/:store/pets/:id', typed, nextId);
  expect(more).toMatchObject([
    { name: 'store', value: '' },
    { name: 'id', value: '7' },
  ]);
  expect(readPathParams('/:store/pets/:id?q=1', more, nextId)).toBe(more);
  expect(readPathParams('/pets', more, nextId)).toMatchObject([{ name: 'id', value: '7' }]);
});
