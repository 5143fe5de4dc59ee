import { Check, Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { ConnectionState } from '../../../shared/model/exchange.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { Icon } from '../../components/icon.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { useStreamActions } from './stream-actions.ts';
import { TIMELINE_COMMANDS } from './timeline-keys.ts';
import type { TimelineCommandId } from './timeline-keys.ts';

/** Events after which the connection is cut, until another number is set. */
const CUT_AFTER_EVENTS = 5;

/** Commands of the list that are in the menu: those that no key or button stands for. */
const MENU_COMMANDS = TIMELINE_COMMANDS.filter(({ id }) =>
  ['go-to', 'columns', 'export', 'copy-data', 'copy-lines', 'copy-json', 'copy-curl'].includes(id),
);

function Checked(props: { readonly isOn: boolean; readonly children: string }): ReactElement {
  return (
    <>
      <span className="menu-mark">{props.isOn && <Icon of={Check} size={14} />}</span>
      {props.children}
    </>
  );
}

/** What else can be done with the list, and the laboratory of reconnection: cuts the connection on purpose; the rows after it tell what came of it. */
export function StreamMenu(props: {
  readonly state: ConnectionState;
  /** Entry that is selected, null for none. */
  readonly activeSeq: number | null;
  readonly settings: Settings;
  readonly onSettingsChange: (settings: Settings) => void;
  readonly onCommand: (id: TimelineCommandId) => void;
}): ReactElement {
  const { state, activeSeq, settings, onSettingsChange, onCommand } = props;
  const { onCut, onReconnect, resumeFrom } = useStreamActions();
  const [events, setEvents] = useState<number | null>(null);
  const isOpen = state.kind === 'open';
  return (
    <>
      {events !== null && (
        <span className="cutafter" role="group" aria-label="Cut after a number of events">
          Cut after
          <NumberField
            aria-label="Events"
            value={events}
            unit="events"
            scale={1}
            min={1}
            max={1_000_000}
            onChange={setEvents}
          />
          <button
            className="btn s"
            disabled={!isOpen}
            onClick={() => {
              onCut({ kind: 'after-events', events });
              setEvents(null);
            }}
          >
            Cut
          </button>
          <button className="btn s ghost" onClick={() => setEvents(null)}>
            Cancel
          </button>
        </span>
      )}
      <MenuButton
        className="ib s"
        label="More actions of this stream"
        isRightAligned
        items={[
          ...MENU_COMMANDS.map(({ id, title }) => ({
            id,
            label: title,
            isDisabled: id.startsWith('copy') && activeSeq === null,
            onSelect: () => onCommand(id),
          })),
          {
            id: 'letters',
            label: <Checked isOn={settings.hasLetterKeys}>Single-letter keys</Checked>,
            isChecked: settings.hasLetterKeys,
            isToggle: true,
            onSelect: () =>
              onSettingsChange({ ...settings, hasLetterKeys: !settings.hasLetterKeys }),
          },
          {
            id: 'announce',
            label: <Checked isOn={settings.announcesEvents}>Announce new events</Checked>,
            isChecked: settings.announcesEvents,
            isToggle: true,
            onSelect: () =>
              onSettingsChange({ ...settings, announcesEvents: !settings.announcesEvents }),
          },
          {
            id: 'reconnect',
            label: 'Reconnect now',
            isDisabled: state.kind !== 'open' && state.kind !== 'waiting',
            onSelect: onReconnect,
          },
          {
            id: 'resume',
            label: 'Reconnect from the selected row',
            isDisabled: activeSeq === null,
            onSelect: () => activeSeq !== null && resumeFrom(activeSeq),
          },
          {
            id: 'cut',
            label: 'Cut the connection now',
            isDisabled: !isOpen,
            onSelect: () => onCut({ kind: 'now' }),
          },
          {
            id: 'cut-after',
            label: 'Cut after some events…',
            isDisabled: !isOpen,
            onSelect: () => setEvents(CUT_AFTER_EVENTS),
          },
          {
            id: 'cut-inside',
            label: 'Cut in the middle of the next event',
            isDisabled: !isOpen,
            onSelect: () => onCut({ kind: 'in-next-event' }),
          },
        ]}
      >
        <Icon of={Ellipsis} />
      </MenuButton>
    </>
  );
}
