import type { WorkspaceInvocations } from '../../shared/ipc/workspace-contract.ts';
import { createStoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type { ItemId } from '../../shared/model/workspace/tree.ts';

const itemId = 'i-0' as ItemId;
const request = createStoredRequest('Get pet');

/** One valid input of each invocation about the workspace. */
export const WORKSPACE_INPUTS: {
  readonly [C in keyof WorkspaceInvocations]: WorkspaceInvocations[C]['input'];
} = {
  'workspace:current': null,
  'workspace:recent': null,
  'workspace:open': { recentId: 'r-0' },
  'workspace:create': { name: 'Pets', isSample: true },
  'workspace:close': null,
  'workspace:rescan': null,
  'workspace:select-environment': { environmentId: itemId },
  'item:read': { itemId },
  'item:save': { itemId, version: 'overwrite', change: { kind: 'request', request } },
  'item:create': { parentId: null, kind: 'request', name: 'A', request },
  'item:rename': { itemId, name: 'B' },
  'item:duplicate': { itemId },
  'item:delete': { itemIds: [itemId] },
  'item:move': { itemIds: [itemId], parentId: null, beforeId: null },
  'history:versions': { itemId: null },
  'history:read': { versionId: 'v' },
  'history:restore': { versionId: 'v' },
  'draft:list': null,
  'draft:save': {
    draftKey: 'd',
    itemId: null,
    version: null,
    change: { kind: 'request', request },
  },
  'draft:remove': { draftKey: 'd' },
  'session:read': null,
  'session:write': {
    tabs: [{ draftKey: 'd', itemId: null, isPreview: false, isPinned: false }],
    active: 0,
    collapsed: [itemId],
  },
  'secrets:state': null,
  'secrets:unlock': { passphrase: 'p' },
  'secrets:use-session': null,
  'secrets:names': { environmentId: itemId },
  'secrets:write': { environmentId: itemId, name: 'token', value: 's' },
  'variables:view': { itemId, request },
  'request:send': { itemId, request, allowsUnresolved: false, allowsNewHost: false },
};
