import { readDotEnv } from './dot-env.ts';
import type { FileGrants } from './file-grants.ts';
import type { VariableLayer } from './variable-scopes.ts';

/** Begins the place of what a `.env` file declares; its path as the environment writes it follows. */
export const DOT_ENV_PLACE = 'dot-env:';

/** The variables of a `.env` file; null: the user did not allow to read it, or it is not there. */
export async function readDotEnvLayer(
  grants: FileGrants,
  workspace: string,
  path: string,
): Promise<VariableLayer | null> {
  const text = await grants.read(workspace, path);
  if (text === null) return null;
  return {
    scope: 'dot-env',
    origin: path,
    place: DOT_ENV_PLACE + path,
    variables: readDotEnv(text),
  };
}
