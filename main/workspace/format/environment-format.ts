/** Environments: the files of the folder `environments/`. */
import type { FormatError } from '../../../shared/model/workspace/format-error.ts';
import type { StoredEnvironment } from '../../../shared/model/workspace/stored-environment.ts';
import type { Result } from '../../../shared/result.ts';
import { readFile, readVariable } from './read-parts.ts';
import { listOrNothing, orNothing, toWantedVariable } from './write-parts.ts';
import type { WantedMap } from './wanted.ts';
import type { YamlText } from './yaml-text.ts';

export function readEnvironment(file: YamlText): Result<StoredEnvironment, FormatError> {
  return readFile(file, (root) => ({
    name: root.get('name').text(),
    color: root.get('color').text(),
    description: root.get('description').description(),
    variables: root
      .get('variables')
      .list()
      .map((row) => readVariable(row)),
    extends: root.get('extends').text(),
    dotEnvPath: root.get('dotEnvFilePath').text(),
  }));
}

export function toWantedEnvironment(
  environment: StoredEnvironment,
  was: StoredEnvironment | null,
): WantedMap {
  const changed = (key: keyof StoredEnvironment): boolean =>
    was === null || JSON.stringify(was[key]) !== JSON.stringify(environment[key]);
  return {
    ...(changed('name') && { name: environment.name }),
    ...(changed('color') && { color: orNothing(environment.color) }),
    ...(changed('description') && { description: orNothing(environment.description) }),
    ...(changed('extends') && { extends: orNothing(environment.extends) }),
    ...(changed('dotEnvPath') && { dotEnvFilePath: orNothing(environment.dotEnvPath) }),
    ...(changed('variables') && {
      variables: listOrNothing(environment.variables.map(toWantedVariable)),
    }),
  };
}
