import { randomUUID } from 'node:crypto';
import type { SendStoredError } from '../../shared/ipc/workspace-contract.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../shared/model/stream-settings.ts';
import type { StreamSettings } from '../../shared/model/stream-settings.ts';
import type { StoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type { StoredVariable } from '../../shared/model/workspace/stored-variable.ts';
import type { ItemId } from '../../shared/model/workspace/tree.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { readContext } from '../workspace/read-workspace.ts';
import type { FileError } from '../workspace/read-workspace.ts';
import type { SecretVault } from '../workspace/secrets/secret-vault.ts';
import { toSecretKey } from '../workspace/secrets/secret-vault.ts';
import { readDotEnvLayer } from '../workspace/variables/dot-env-layer.ts';
import type { FileGrants } from '../workspace/variables/file-grants.ts';
import { GLOBAL_PLACE } from '../workspace/variables/global-variables.ts';
import type { GlobalVariables } from '../workspace/variables/global-variables.ts';
import { resolveRequest } from '../workspace/variables/resolve-request.ts';
import type { ResolvedRequest, ValueSource } from '../workspace/variables/resolve-request.ts';
import { VariableScopes } from '../workspace/variables/variable-scopes.ts';
import type { VariableLayer } from '../workspace/variables/variable-scopes.ts';
import { toGlobalKey } from './local-handlers.ts';
import type { OpenWorkspace, WorkspaceRoom } from './workspace-room.ts';

export interface StoredRequestDeps {
  readonly room: Pick<WorkspaceRoom, 'current' | 'getEnvironment'>;
  readonly vault: Pick<SecretVault, 'load' | 'get' | 'getState'>;
  readonly globals: Pick<GlobalVariables, 'readLayer'>;
  readonly grants: FileGrants;
  /** Origin of the demo endpoints, started if need be. */
  readonly getDemoOrigin: () => Promise<string>;
}

type ReadContext = Extract<Awaited<ReturnType<typeof readContext>>, { ok: true }>['value'];

/** What a request sees: variables, and what stands above it. */
export interface RequestScopes {
  /** Null: there is no workspace. */
  readonly open: OpenWorkspace | null;
  readonly scopes: VariableScopes;
  readonly above: ReadContext['above'];
  /** Keys of secrets in the vault. */
  readonly keyOf: (layer: VariableLayer, name: string) => string;
}

/** A request of the window with everything filled in. */
export interface FilledRequest extends RequestScopes {
  readonly settings: StreamSettings;
  readonly resolved: ResolvedRequest;
}

interface StoredInput {
  /** Null: a scratch request. It then has no folder to inherit from but the collection. */
  readonly itemId: ItemId | null;
  readonly request: StoredRequest;
}

/** Makes requests that can be sent out of those that the window edits. */
export class StoredRequests {
  readonly #deps: StoredRequestDeps;

  constructor(deps: StoredRequestDeps) {
    this.#deps = deps;
  }

  /** Rejects with the system's error. */
  async getScopes({ itemId, request }: StoredInput): Promise<Result<RequestScopes, FileError>> {
    const { vault, room, globals, grants } = this.#deps;
    const open = await room.current();
    const context = await this.#readContext(open, itemId, request);
    if (!context.ok) return context;
    await vault.load();
    const root = open?.workspace.root.path ?? '';
    const keyOf: RequestScopes['keyOf'] = (layer, name) =>
      layer.place === GLOBAL_PLACE ? toGlobalKey(name) : toSecretKey(root, layer.place, name);
    const demo = [await this.#readDemoVariable()];
    const layers: VariableLayer[] = [
      { scope: 'global', origin: '', place: GLOBAL_PLACE, variables: demo },
      await globals.readLayer(),
      ...context.value.layers,
    ];
    for (const path of open === null ? [] : context.value.dotEnvPaths) {
      // What was not allowed to be read has no values, and `grants:list` tells so.
      const layer = await readDotEnvLayer(grants, root, path);
      if (layer !== null) layers.push(layer);
    }
    const scopes = new VariableScopes(layers, (layer, name) => vault.get(keyOf(layer, name)), {
      nowMs: Date.now,
      random: Math.random,
      uuid: randomUUID,
    });
    return ok({ open, scopes, above: context.value.above, keyOf });
  }

  /**
   * Fills a request in. `hidesSecrets` leaves `{{name}}` in the place of every secret. Rejects with the system's error.
   */
  async fill(
    input: StoredInput & { readonly allowsUnresolved: boolean },
    options: { readonly hidesSecrets: boolean } = { hidesSecrets: false },
  ): Promise<Result<FilledRequest, SendStoredError>> {
    if ((await this.#deps.room.current()) === null && input.itemId !== null) {
      return fail({ kind: 'unknown-item' });
    }
    const prepared = await this.getScopes(input);
    if (!prepared.ok) {
      const { path, error } = prepared.error;
      const line = error.line === null ? '' : `:${error.line}`;
      return fail({ kind: 'file-in-the-way', path: path + line, detail: error.detail });
    }
    const { scopes, above } = prepared.value;
    const settings = {
      ...DEFAULT_STREAM_SETTINGS,
      retriesFirstFailure: false,
      reconnect: input.request.method === 'GET' ? ('on' as const) : ('off' as const),
      ...input.request.stream,
    };
    const source = options.hidesSecrets ? withoutSecrets(scopes) : scopes;
    const resolved = resolveRequest(input.request, above, source, settings);
    if (!resolved.ok) return resolved;
    const { unresolved } = resolved.value;
    if (unresolved.length > 0 && !input.allowsUnresolved) {
      const isLocked = (await this.#deps.vault.getState()).kind === 'locked';
      if (isLocked && unresolved.some((name) => scopes.isSecret(name))) {
        return fail({ kind: 'secrets-locked' });
      }
      return fail({ kind: 'unresolved-variables', names: unresolved });
    }
    return ok({ ...prepared.value, settings, resolved: resolved.value });
  }

  /** Without a workspace there is nothing above a request but what the program brings. */
  async #readContext(
    open: OpenWorkspace | null,
    itemId: ItemId | null,
    request: StoredRequest,
  ): Promise<Result<ReadContext, FileError>> {
    if (open === null) {
      const { variables } = request;
      const own = { scope: 'request' as const, origin: '', place: 'request:', variables };
      return ok({ above: [], layers: [own], dotEnvPaths: [] });
    }
    const { workspace } = open;
    const path = (itemId === null ? null : workspace.getPath(itemId)) ?? 'unsaved.yml';
    const environment = await this.#deps.room.getEnvironment();
    return readContext(workspace.root, path, environment, request.variables);
  }

  /** `{{demoUrl}}` in the sample; there is no value where the endpoints cannot be served. */
  async #readDemoVariable(): Promise<StoredVariable> {
    const value = await this.#deps.getDemoOrigin().catch(() => '');
    return {
      name: 'demoUrl',
      value,
      isSecret: false,
      isEnabled: value !== '',
      description: 'The built-in demo endpoints',
    };
  }
}

/** The same values, but for secrets, which stand for themselves. */
function withoutSecrets(scopes: VariableScopes): ValueSource {
  return {
    isSecret: () => false,
    getValue: (name) => (scopes.isSecret(name) ? `{{${name}}}` : scopes.getValue(name)),
  };
}
