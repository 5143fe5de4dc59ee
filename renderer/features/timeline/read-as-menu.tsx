import { Check, ChevronDown } from 'lucide-react';
import type { ReactElement } from 'react';
import type { ContentShape } from '../../../shared/model/exchange.ts';
import { Icon } from '../../components/icon.tsx';
import { MenuButton } from '../../components/menu-button.tsx';

/** Names of the ways to read content. */
export const SHAPE_NAMES: Readonly<Record<ContentShape, string>> = {
  'event-stream': 'Event stream',
  ndjson: 'JSON lines',
  'json-seq': 'JSON sequence',
  json: 'JSON values',
  multipart: 'Multipart',
  text: 'Plain chunks',
  ordinary: 'Ordinary response',
};

/** How the content is read, and the other ways to read it. Nothing is sent again. */
export function ReadAsMenu(props: {
  readonly shape: ContentShape | null;
  readonly onReadAs: (shape: ContentShape) => void;
}): ReactElement {
  const { shape, onReadAs } = props;
  const shapes = Object.keys(SHAPE_NAMES) as readonly ContentShape[];
  return (
    <MenuButton
      className="btn s ghost"
      label={`Read as: ${shape === null ? 'not known yet' : SHAPE_NAMES[shape]}`}
      isRightAligned
      items={shapes.map((id) => ({
        id,
        isChecked: id === shape,
        label: (
          <>
            <span className="menu-mark">{id === shape && <Icon of={Check} size={14} />}</span>
            {SHAPE_NAMES[id]}
          </>
        ),
        onSelect: () => onReadAs(id),
      }))}
    >
      {shape === null ? 'Read as' : SHAPE_NAMES[shape]}
      <Icon of={ChevronDown} size={12} />
    </MenuButton>
  );
}
