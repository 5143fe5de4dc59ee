import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { VariableView } from '../../../shared/model/workspace/variable-view.ts';
import { WINDOW, startEngine } from '../../support/start-engine.ts';
import { makeFolder, petStore } from '../../support/workspace-folder.ts';

type Engine = Awaited<ReturnType<typeof startEngine>>;

async function viewOf(engine: Engine, name: string): Promise<VariableView | undefined> {
  const request = createStoredRequest('x');
  const views = await engine.workspace['variables:view']({ itemId: null, request }, WINDOW);
  if (!views.ok) throw new Error(views.error.kind);
  return views.value.find((view) => view.name === name);
}

const withDotEnv = (path: string): string =>
  `name: Local\ndotEnvFilePath: "${path}"\nvariables:\n  - name: baseUrl\n    value: http://x\n`;

test('global variables are beneath all others, outlive a restart, and keep secrets in the vault', async () => {
  await using data = await makeFolder({});
  await using folder = await makeFolder(petStore('http://x'));
  const engine = await startEngine(data, folder);
  const variable = { isSecret: false, isEnabled: true, description: '' };
  await engine.local['globals:save'](
    {
      variables: [
        { ...variable, name: 'mine', value: '1' },
        { ...variable, name: 'store', value: 'global' },
        { ...variable, name: 'demoUrl', value: 'http://own' },
        { ...variable, name: 'nested', value: 'a {{mine}}' },
        { ...variable, name: 'key', value: 'never kept', isSecret: true },
      ],
    },
    WINDOW,
  );
  await engine.local['globals:write-secret']({ name: 'key', value: 'canary-4711' }, WINDOW);
  expect(await viewOf(engine, 'nested')).toMatchObject({ value: 'a {{mine}}', isNested: true });
  expect(await viewOf(engine, 'mine')).toMatchObject({ isNested: false });
  await engine.close();
  for (const name of ['globals.json', 'secrets.json']) {
    expect(await readFile(data.at(name), 'utf8')).not.toMatch(/canary-4711|never kept/);
  }
  const again = await startEngine(data, folder);
  expect(await viewOf(again, 'mine')).toMatchObject({ scope: 'global', value: '1' });
  expect(await viewOf(again, 'demoUrl')).toMatchObject({ scope: 'global', value: 'http://own' });
  expect(await viewOf(again, 'store')).toMatchObject({
    scope: 'collection',
    value: 'harbour',
    hides: [{ scope: 'global', origin: '' }],
  });
  expect(await viewOf(again, 'key')).toMatchObject({ value: null, isMissing: false });
  expect(await again.local['globals:read'](null, WINDOW)).toMatchObject({
    value: { secretNames: ['key'] },
  });
  await again.close();
});

test('T30: a .env file is read with a grant only, which is for that file and not in the workspace', async () => {
  await using data = await makeFolder({});
  await using outside = await makeFolder({ 'other.env': 'stolen=yes\n', '.env': 'far=away\n' });
  await using folder = await makeFolder({
    ...petStore('http://x'),
    'environments/Local.yml': withDotEnv('.env'),
    '.env': 'near="by"\ncolour=blue # why not\n',
  });
  const engine = await startEngine(data, folder);
  await engine.workspace['workspace:select-environment'](
    { environmentId: await engine.itemIdOf('Local') },
    WINDOW,
  );
  expect(await viewOf(engine, 'near')).toBeUndefined();
  const realPath = folder.at('.env');
  expect(await engine.local['grants:list'](null, WINDOW)).toEqual({
    ok: true,
    value: [{ path: '.env', realPath, isGranted: false }],
  });
  // Only what the environment asks for can be granted.
  for (const path of ['/etc/passwd', '../x', 'environments/Local.yml']) {
    expect(await engine.local['grants:set']({ path, isGranted: true }, WINDOW)).toMatchObject({
      ok: false,
    });
  }
  await engine.local['grants:set']({ path: '.env', isGranted: true }, WINDOW);
  expect(await viewOf(engine, 'near')).toMatchObject({
    scope: 'dot-env',
    value: null,
    isSecret: true,
  });
  expect(await readFile(data.at('grants.json'), 'utf8')).toContain(realPath);

  // A link that is put in its place is another file.
  await rm(folder.at('.env'));
  await symlink(outside.at('other.env'), folder.at('.env'));
  expect(await viewOf(engine, 'stolen')).toBeUndefined();
  for (const path of [
    '/proc/self/environ',
    outside.at('.env'),
    `../${outside.path.split('/').at(-1)}/.env`,
  ]) {
    await folder.write('environments/Local.yml', withDotEnv(path));
    await engine.workspace['workspace:rescan'](null, WINDOW);
    expect(await viewOf(engine, 'far')).toBeUndefined();
  }
  await engine.local['grants:set'](
    { path: `../${outside.path.split('/').at(-1)}/.env`, isGranted: true },
    WINDOW,
  );
  expect(await viewOf(engine, 'far')).toMatchObject({ scope: 'dot-env' });

  // A folder with the same file elsewhere has no grant.
  await using clone = await makeFolder({
    ...petStore('http://x'),
    'environments/Local.yml': withDotEnv(outside.at('.env')),
  });
  await engine.close();
  const other = await startEngine(data, clone);
  await other.workspace['workspace:select-environment'](
    { environmentId: await other.itemIdOf('Local') },
    WINDOW,
  );
  expect(await viewOf(other, 'far')).toBeUndefined();
  await other.close();
});

test('secrets follow what declares them when it is renamed or moved', async () => {
  await using data = await makeFolder({});
  await using folder = await makeFolder({
    ...petStore('http://x'),
    'Pets/Deep/With secret.yml':
      'info:\n  name: With secret\nhttp:\n  url: http://x\nruntime:\n  variables:\n    - secret: true\n      name: own\n',
  });
  const engine = await startEngine(data, folder);
  const { workspace, itemIdOf } = engine;
  const local = await itemIdOf('Local');
  const request = await itemIdOf('With secret');
  await workspace['secrets:write']({ environmentId: local, name: 'token', value: 's1' }, WINDOW);
  await workspace['secrets:write']({ environmentId: request, name: 'own', value: 's2' }, WINDOW);
  await workspace['item:rename']({ itemId: local, name: 'Here' }, WINDOW);
  await workspace['item:rename'](
    { itemId: await itemIdOf('Pets and more'), name: 'Animals' },
    WINDOW,
  );
  await workspace['item:move']({ itemIds: [request], parentId: null, beforeId: null }, WINDOW);
  const names = async (environmentId: typeof local) =>
    workspace['secrets:names']({ environmentId }, WINDOW);
  expect(await names(local)).toEqual({ ok: true, value: ['token'] });
  expect(await names(request)).toEqual({ ok: true, value: ['own'] });
  // The name alone is not enough: another one of the old name starts without a value.
  await mkdir(folder.at('environments'), { recursive: true });
  await writeFile(
    folder.at('environments/Local.yml'),
    'name: Local\nvariables:\n  - secret: true\n    name: token\n',
  );
  await workspace['workspace:rescan'](null, WINDOW);
  expect(await names(await itemIdOf('Local'))).toEqual({ ok: true, value: [] });
  await engine.close();
});
