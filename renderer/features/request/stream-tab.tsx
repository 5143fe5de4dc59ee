import type { ReactElement } from 'react';
import { DEFAULT_RECONNECTION_TIME_MS } from '../../../shared/limits.ts';
import type { StreamSettings } from '../../../shared/model/stream-settings.ts';
import { NumberField } from '../../components/number-field.tsx';
import { OptionRow } from '../../components/option-row.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { getStreamSettings } from './draft.ts';
import { useRequest } from './use-request.ts';

const READ_AS = [
  { id: 'auto', label: 'Automatic' },
  { id: 'event-stream', label: 'Event stream' },
  { id: 'ndjson', label: 'JSON lines' },
  { id: 'json-seq', label: 'JSON sequence' },
  { id: 'json', label: 'JSON values' },
  { id: 'multipart', label: 'Multipart' },
  { id: 'text', label: 'Plain chunks' },
] as const;

const READ_AS_TEXT: Readonly<Record<StreamSettings['readAs'], string>> = {
  auto: 'Switches to the timeline when the response is text/event-stream or another stream.',
  'event-stream': 'Whatever the Content-Type says.',
  ndjson: 'One JSON value a line.',
  'json-seq': 'One JSON value after each record separator, as RFC 7464 says.',
  json: 'One value after the other, or the elements of one array.',
  multipart: 'One part after the other.',
  text: 'Every network chunk is a row.',
};

const RECONNECT = [
  { id: 'on', label: 'On' },
  { id: 'browser', label: 'Like a browser' },
  { id: 'off', label: 'Off' },
] as const;

const RECONNECT_TEXT: Readonly<Record<StreamSettings['reconnect'], string>> = {
  on: 'Waits, then sends Last-Event-ID. Waits longer after each failure. Not after [DONE], nor when another format than an event stream ended in order.',
  browser: 'Exactly as an EventSource: the same wait each time, as often as it takes.',
  off: 'One request, one response.',
};

/** How the response is read as a stream, and what happens when it ends. */
export function StreamTab(): ReactElement {
  const { draft, edit } = useRequest();
  const stream = getStreamSettings(draft);
  const change = (update: Partial<StreamSettings>): void =>
    edit((old) => ({ ...old, stream: { ...old.stream, ...update } }));
  const isOff = stream.reconnect === 'off';

  return (
    <div className="panel-scroll optrows">
      <OptionRow name="Read as events" text={READ_AS_TEXT[stream.readAs]}>
        {(id) => (
          <SelectField
            {...id}
            choices={READ_AS}
            selected={stream.readAs}
            onSelect={(readAs) => change({ readAs })}
          />
        )}
      </OptionRow>
      <OptionRow name="Reconnect" text={RECONNECT_TEXT[stream.reconnect]}>
        {(id) => (
          <SelectField
            {...id}
            choices={RECONNECT}
            selected={stream.reconnect}
            onSelect={(reconnect) => change({ reconnect })}
          />
        )}
      </OptionRow>
      <OptionRow
        name="Wait before reconnecting"
        text="The server can change it with a retry: line. At least 250 ms."
      >
        {(id) => (
          <NumberField
            {...id}
            value={stream.reconnectionTimeMs ?? DEFAULT_RECONNECTION_TIME_MS}
            unit="s"
            scale={1000}
            min={250}
            max={86_400_000}
            isDisabled={isOff}
            onChange={(reconnectionTimeMs) => change({ reconnectionTimeMs })}
          />
        )}
      </OptionRow>
      <OptionRow name="Give up after" text="Attempts in a row without a response.">
        {(id) => (
          <NumberField
            {...id}
            value={stream.attemptsMax}
            unit="attempts"
            scale={1}
            min={1}
            max={1_000}
            isDisabled={stream.reconnect !== 'on'}
            onChange={(attemptsMax) => change({ attemptsMax })}
          />
        )}
      </OptionRow>
      <OptionRow
        name="Last-Event-ID to start from"
        text="Sent with the first request. Leave empty to start fresh."
      >
        {(id) => (
          <input
            {...id}
            className="fld mono opt-id"
            placeholder="none"
            spellCheck={false}
            value={stream.lastEventId ?? ''}
            onChange={({ target }) =>
              change({ lastEventId: target.value === '' ? null : target.value })
            }
          />
        )}
      </OptionRow>
      <OptionRow
        name="Stall warning"
        text="Told when nothing arrives for this long, comments included. 0: never."
      >
        {(id) => (
          <NumberField
            {...id}
            value={stream.stallAfterMs ?? 0}
            unit="s"
            scale={1000}
            min={0}
            max={86_400_000}
            onChange={(ms) => change({ stallAfterMs: ms === 0 ? null : Math.max(100, ms) })}
          />
        )}
      </OptionRow>
    </div>
  );
}
