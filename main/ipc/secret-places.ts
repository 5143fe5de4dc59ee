import type { ItemId } from '../../shared/model/workspace/tree.ts';
import { toEnvironmentPlace, toPlace } from '../workspace/read-workspace.ts';
import type { PlaceMove, SecretVault } from '../workspace/secrets/secret-vault.ts';
import { FOLDER_FILE } from '../workspace/files/scan-folder.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Does something that may rename or move items or environments; their secrets follow them. */
export async function withSecretPlaces<T>(
  workspace: Workspace,
  vault: SecretVault,
  action: () => Promise<T>,
): Promise<T> {
  const before = listPlaces(workspace);
  const done = await action();
  const after = listPlaces(workspace);
  const moves = listMoves(before, after);
  // What was done is done; values that could not be kept with it are asked for again.
  if (moves.length > 0) {
    await vault
      .movePlaces(workspace.root.path, moves)
      .catch((cause: unknown) => console.error('Secrets did not follow a move:', cause));
  }
  return done;
}

/** Two environments of one name share a place: neither takes away nor overwrites what is the other's. */
function listMoves(
  before: ReadonlyMap<ItemId, string>,
  after: ReadonlyMap<ItemId, string>,
): readonly PlaceMove[] {
  const stay = new Set(
    [...after].flatMap(([id, place]) => (before.get(id) === place ? place : [])),
  );
  return [...before].flatMap(([itemId, from]): PlaceMove | readonly PlaceMove[] => {
    const to = after.get(itemId);
    if (to === undefined || to === from || stay.has(to)) return [];
    return { from, to, kind: stay.has(from) ? 'copy' : 'move' };
  });
}

function listPlaces({ listing }: Workspace): ReadonlyMap<ItemId, string> {
  const items = listing.tree.map(({ itemId, kind, path }): [ItemId, string] => [
    itemId,
    toPlace(kind === 'folder' ? `${path}/${FOLDER_FILE}` : path),
  ]);
  const environments = listing.environments.map(({ environmentId, name }): [ItemId, string] => [
    environmentId,
    toEnvironmentPlace(name),
  ]);
  return new Map([...items, ...environments]);
}
