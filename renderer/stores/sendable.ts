import type { InvocationInput } from '../../shared/ipc/contract.ts';
import type { RunRequest } from '../../shared/ipc/runs-contract.ts';
import type { SendStoredInput } from '../../shared/ipc/workspace-contract.ts';
import { findInvalidField } from '../../shared/model/request.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { InvalidRequest, RequestDefinition } from '../../shared/model/request.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { StreamSettings } from '../../shared/model/stream-settings.ts';
import type { SendExceptions } from '../../shared/model/transport-settings.ts';
import type { ItemId } from '../../shared/model/workspace/tree.ts';
import type { Draft } from '../features/request/draft.ts';
import {
  findInvalidDraft,
  needsResolving,
  toShownRequest,
  toStoredRequest,
} from '../features/request/draft-mapping.ts';

/** A request on its way out. */
export interface Sendable {
  /** As far as the window knows it: placeholders as typed, nothing inherited. */
  readonly shown: RequestDefinition;
  /** What main makes the request of, unless it is a run; null: it is sent as shown. */
  readonly stored: SendStoredInput | null;
  readonly invalid: InvalidRequest | null;
  /** An exchange of the history that is sent again as it was; null: it is none. */
  readonly run: InvocationInput<'runs:send'> | null;
}

/** What a further Send does otherwise; the request in the editor stays as it is. */
export interface SendChange {
  /** Takes the place of the fields of that name. */
  readonly header?: HeaderField;
  readonly stream?: Partial<StreamSettings>;
  /** For the one send that is made of it. */
  readonly exceptions?: SendExceptions;
}

/** The request of a draft. Main resolves it where a workspace is open, or the draft needs it. */
export function toSendable(
  draft: Draft,
  place: { readonly itemId: ItemId | null; readonly hasWorkspace: boolean },
): Sendable {
  const isStored = place.hasWorkspace || needsResolving(draft);
  return {
    shown: toShownRequest(draft),
    stored: isStored
      ? {
          itemId: place.itemId,
          request: toStoredRequest(draft),
          allowsUnresolved: false,
          allowsNewHost: false,
        }
      : null,
    invalid: findInvalidDraft(draft),
    run: null,
  };
}

/** A request that is sent as it is. */
export function toPlainSendable(request: RequestDefinition): Sendable {
  return { shown: request, stored: null, invalid: findInvalidField(request), run: null };
}

/**
 * An exchange of the history, to be sent again. Main has its request, secrets included; once something is changed,
 * `stored` is what it is made of anew.
 */
export function toRunSendable({ shown, stored }: RunRequest, exchangeId: ExchangeId): Sendable {
  return {
    shown,
    stored: stored && {
      itemId: null,
      request: stored,
      allowsUnresolved: false,
      allowsNewHost: false,
    },
    invalid: null,
    run: { exchangeId, allowsNewHost: false },
  };
}

/** What was sent, with the user's consent to what was asked. */
export function withConsent(
  sent: Sendable,
  consent: Partial<Pick<SendStoredInput, 'allowsUnresolved' | 'allowsNewHost'>>,
): Sendable {
  return {
    ...sent,
    stored: sent.stored && { ...sent.stored, ...consent },
    run: sent.run && { ...sent.run, allowsNewHost: consent.allowsNewHost === true },
  };
}

/** What was sent, changed. */
export function withSendChange(sent: Sendable, change: SendChange): Sendable {
  const { header, stream } = change;
  const exceptions = change.exceptions === undefined ? {} : { exceptions: change.exceptions };
  const replace = <T extends HeaderField>(fields: readonly T[], added: T | null): readonly T[] =>
    added === null
      ? fields
      : [...fields.filter(({ name }) => name.toLowerCase() !== added.name.toLowerCase()), added];
  const { shown, stored } = sent;
  return {
    ...sent,
    run: null,
    shown: {
      ...shown,
      ...exceptions,
      headers: replace(shown.headers, header ?? null),
      ...(shown.stream !== undefined && { stream: { ...shown.stream, ...stream } }),
    },
    stored: stored && {
      ...stored,
      ...exceptions,
      request: {
        ...stored.request,
        headers: replace(
          stored.request.headers,
          header === undefined ? null : { ...header, isEnabled: true, description: '' },
        ),
        stream: { ...stored.request.stream, ...stream },
      },
    },
  };
}
