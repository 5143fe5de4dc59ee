import type { SendStoredInput } from '../../shared/ipc/workspace-contract.ts';
import { findInvalidField } from '../../shared/model/request.ts';
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
  /** What main makes the request of; null: it is sent as shown. */
  readonly stored: SendStoredInput | null;
  readonly invalid: InvalidRequest | null;
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
  };
}

/** A request that is sent as it is. */
export function toPlainSendable(request: RequestDefinition): Sendable {
  return { shown: request, stored: null, invalid: findInvalidField(request) };
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
