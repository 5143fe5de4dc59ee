import type { LocalInvocations } from '../../shared/ipc/local-contract.ts';

const variable = { name: 'n', value: 'v', isSecret: false, isEnabled: true, description: '' };

/** One valid input of each invocation about global variables and grants. */
export const LOCAL_INPUTS: {
  readonly [C in keyof LocalInvocations]: LocalInvocations[C]['input'];
} = {
  'globals:read': null,
  'globals:save': { variables: [variable] },
  'globals:write-secret': { name: 'token', value: 's' },
  'grants:list': null,
  'grants:set': { path: '.env', isGranted: true },
};
